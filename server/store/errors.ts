import { messageOf } from "../../protocol/errors.ts";

const BUSY = /database (table )?is locked/;

/**
 * SQLite's errors and what the operator can do about each. They are told apart by their texts,
 * which SQLite does not change: the runtime does not give the result code of every error.
 */
const ADVICE: readonly { readonly error: RegExp; readonly advice: string }[] = [
  { error: BUSY, advice: "another program is using it; end that program first" },
  { error: /readonly database/, advice: "it is read-only; give this user the right to write it" },
  {
    error: /malformed|not a database|file is encrypted/,
    advice: "it is damaged; put a backup in its place, or move it away to start afresh",
  },
  { error: /disk is full/, advice: "the disk is full; make room on it" },
  {
    error: /unable to open/,
    advice: "it cannot be opened; check that its folder exists and is writable",
  },
  {
    error: /no such (table|column)|has no column/,
    advice: "its tables are not this program's; move it away to start afresh",
  },
  { error: /disk I\/O error/, advice: "its disk fails; see the system's log" },
];

/** Whether an error says that another connection holds a lock. */
export function isBusy(error: unknown): boolean {
  return BUSY.test(messageOf(error));
}

/** An error of SQLite as one for the operator, which names the database and says what to do. */
export function explain(error: unknown, path: string): Error {
  const why = messageOf(error);
  const known = isFromSqlite(error) ? ADVICE.find((row) => row.error.test(why)) : undefined;
  if (known === undefined) return error instanceof Error ? error : new Error(why);
  return new Error(`Cannot use the database "${path}": ${known.advice} (${why})`, { cause: error });
}

function isFromSqlite(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
}
