/** The beginning of a line of which the rest is a password, or has one in it. */
const BEFORE_SECRET =
  /^\/(?:login|register|password|(?:msg|query)\s+nickserv|raw\s+(?:ns|nickserv|pass|oper|authenticate|(?:privmsg|squery)\s+nickserv))(?:\s+|$)/i;

/** Where a password may begin in a line that is being typed; undefined where none does. */
function secretAt(line: string): number | undefined {
  return BEFORE_SECRET.exec(line)?.[0].length;
}

/** Whether a line has a password in it, and is not to be remembered. */
export function hasSecret(line: string): boolean {
  return secretAt(line) !== undefined;
}

/** What is being typed as others beside the screen may see it; each cell is a letter. */
export function withoutSecrets(cells: readonly string[]): readonly string[] {
  const from = secretAt(cells.join(""));
  if (from === undefined) return cells;
  let at = 0;
  return cells.map((cell) => {
    at += cell.length;
    return at > from && cell.trim() !== "" ? "•" : cell;
  });
}
