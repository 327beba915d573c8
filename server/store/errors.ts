import { messageOf } from "../../protocol/errors.ts";

const BUSY = /database (table )?is locked/;

const DAMAGE = /malformed|not a database|file is encrypted|vtable constructor failed/;
const DAMAGED = "it is damaged, as a failing disk leaves it; move chat.db, chat.db-wal and " +
  "chat.db-shm away and put a copy that chat backup made in the place of chat.db";

/**
 * SQLite's errors and what the operator can do about each. They are told apart by their texts,
 * which SQLite does not change: the runtime does not give the result code of every error.
 */
const ADVICE: readonly { readonly error: RegExp; readonly advice: string }[] = [
  { error: BUSY, advice: "another program is using it; end that program first" },
  { error: /readonly database/, advice: "it is read-only; give this user the right to write it" },
  { error: DAMAGE, advice: DAMAGED },
  { error: /disk is full/, advice: "the disk is full; make room on it" },
  {
    error: /unable to open/,
    advice: "it cannot be opened; check that its folder exists and is writable",
  },
  {
    error: /no such (table|column)|has no column/,
    advice: "its tables are not this program's; choose another folder with --data",
  },
  { error: /disk I\/O error/, advice: "its disk fails; see the system's log" },
];

/** Whether an error says that another connection holds a lock. */
export function isBusy(error: unknown): boolean {
  return BUSY.test(messageOf(error));
}

/** Whether an error says that the database is damaged. */
export function isDamage(error: unknown): boolean {
  return isFromSqlite(error) && DAMAGE.test(messageOf(error));
}

/**
 * An error of SQLite as one for the operator, which names the database and says what to do. Any
 * other error, and one of SQLite that only a bug can cause, is returned as it is.
 */
export function explain(error: unknown, path: string): Error {
  const why = messageOf(error);
  const known = isFromSqlite(error) ? ADVICE.find((row) => row.error.test(why)) : undefined;
  if (known === undefined) return error instanceof Error ? error : new Error(why);
  return new Error(`Cannot use the database "${path}": ${known.advice} (${why})`, { cause: error });
}

/** The error about a database in which damage was found. */
export function damageError(path: string, why: string): Error {
  return new Error(`Cannot use the database "${path}": ${DAMAGED} (${why})`);
}

/**
 * An error while stored values are read, as one for the operator: a value of a kind that no program
 * writes means that the database is damaged.
 */
export function explainLoading(error: unknown, path: string): Error {
  if (error instanceof RangeError && "code" in error && error.code === "ERR_OUT_OF_RANGE") {
    return new Error(
      `Cannot use the database "${path}": it has messages of a time after 2093, which an earlier ` +
        "version stored while the machine's clock was wrong; put a backup in its place",
    );
  }
  const isUnreadable = error instanceof SyntaxError || error instanceof TypeError ||
    error instanceof RangeError;
  return isUnreadable ? damageError(path, error.message) : explain(error, path);
}

function isFromSqlite(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
}
