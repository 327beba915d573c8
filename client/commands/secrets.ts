/** The beginning of a line whose rest holds a password. */
const BEFORE_SECRET =
  /^\/(?:login|register|password|(?:msg|query)\s+nickserv|raw\s+(?:ns|nickserv|pass|oper|authenticate|(?:privmsg|squery)\s+nickserv))(?:\s+|$)/i;

/** The index from which a line may hold a password; undefined if it holds none. */
function secretAt(line: string): number | undefined {
  return BEFORE_SECRET.exec(line)?.[0].length;
}

/** Whether a line holds a password. */
export function hasSecret(line: string): boolean {
  return secretAt(line) !== undefined;
}

/** Replaces the letters of a password in a line by dots. */
export function withoutSecrets(cells: readonly string[]): readonly string[] {
  const from = secretAt(cells.join(""));
  if (from === undefined) return cells;
  let at = 0;
  return cells.map((cell) => {
    at += cell.length;
    return at > from && cell.trim() !== "" ? "•" : cell;
  });
}
