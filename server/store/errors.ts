import { messageOf } from "../../protocol/errors.ts";

/**
 * What SQLite says, what it means for who runs the server. By text, since the runtime does not
 * give the result code with every error; SQLite does not change these texts.
 */
const MEANINGS: readonly { readonly says: RegExp; readonly advice: string }[] = [
  { says: /database (table )?is locked/, advice: "another program has it; end that one first" },
  { says: /readonly database/, advice: "it may not be written; give this user the right to" },
  {
    says: /malformed|not a database|file is encrypted/,
    advice: "it is damaged; put a backup in its place, or move it away to begin anew",
  },
  { says: /disk is full/, advice: "the disk is full; make room on it" },
  {
    says: /unable to open/,
    advice: "it cannot be opened; check that its folder is there and may be written",
  },
  {
    says: /no such (table|column)|has no column/,
    advice: "its tables are not this program's; move it away to begin anew",
  },
  { says: /disk I\/O error/, advice: "its disk fails; see the system's log" },
];

/** Whether another connection holds what was asked for. */
export function isBusy(error: unknown): boolean {
  return /database (table )?is locked/.test(messageOf(error));
}

/** What went wrong with a store, for its operator: what it is about and what to do. */
export function explain(error: unknown, path: string): Error {
  const why = messageOf(error);
  const meaning = isOfDatabase(error) ? MEANINGS.find(({ says }) => says.test(why)) : undefined;
  if (meaning === undefined) return error instanceof Error ? error : new Error(why);
  return new Error(`Cannot use the database "${path}": ${meaning.advice} (${why})`, {
    cause: error,
  });
}

function isOfDatabase(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
}
