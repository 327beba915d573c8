/** The names of services that take passwords, and of the commands that speak to them. */
const SERVICE = String.raw`(?:(?:nickserv|ns|chanserv|cs|authserv|userserv)(?:@\S*)?|[qx]@\S+)`;
const IS_SERVICE = new RegExp(`^${SERVICE}$`, "i");
/** The beginning of a typed line whose rest holds a password. */
const BEFORE_SECRET = new RegExp(
  String
    .raw`^/(?:alias\s+\S+\s+/)?(?:login|register|password|identify|oper|pass|auth|${SERVICE}|(?:msg|query|notice|to)\s+@?${SERVICE}|(?:raw|quote)\s+(?:(?:[@:]\S*)\s+)*(?:pass|oper|authenticate|register|${SERVICE}|(?:privmsg|notice|squery)\s+${SERVICE}))(?:\s+|$)`,
  "i",
);
/** The beginning of a message to a service whose rest holds a password. */
const BEFORE_SERVICE_SECRET =
  /^\s*(?:identify|id|login|auth|register|ghost|recover|regain|reclaim|release|group|drop|passwd|password|setpass|resetpass|set\s+pass(?:word|wd)?)\s+/i;

/** The index from which a line may hold a password; undefined if it holds none. */
function secretAt(line: string, to: string | undefined): number | undefined {
  const isToService = to !== undefined && IS_SERVICE.test(to);
  const before = BEFORE_SECRET.exec(line) ?? (isToService && BEFORE_SERVICE_SECRET.exec(line));
  return before ? before[0].length : undefined;
}

/** Whether a line that is typed in the conversation `to` holds a password. */
export function hasSecret(line: string, to?: string): boolean {
  return secretAt(line, to) !== undefined;
}

/** Replaces the letters of a password in a line by dots. */
export function withoutSecrets(cells: readonly string[], to?: string): readonly string[] {
  const from = secretAt(cells.join(""), to);
  if (from === undefined) return cells;
  let at = 0;
  return cells.map((cell) => {
    at += cell.length;
    return at > from && cell.trim() !== "" ? "•" : cell;
  });
}

/** A line that is typed in, or a message to, the conversation `to`, with dots for a password. */
export function maskSecrets(line: string, to?: string): string {
  return hasSecret(line, to) ? withoutSecrets([...line], to).join("") : line;
}

/** Whether a command sends a password, or another secret by which one can log in. */
export function sendsSecret(command: string, params: readonly string[]): boolean {
  const [to = "", ...words] = params;
  if (/^(?:PASS|OPER|AUTHENTICATE|REGISTER)$/i.test(command)) return true;
  if (/^(?:PRIVMSG|NOTICE|SQUERY)$/i.test(command)) {
    return to.split(",").some((name) => hasSecret(words.join(" "), name));
  }
  return hasSecret(params.join(" "), command);
}
