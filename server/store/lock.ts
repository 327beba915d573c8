import { DatabaseSync } from "node:sqlite";
import { explain, isBusy } from "./errors.ts";
import { keepPrivate } from "./private.ts";

const LOCK_FILE = "chat.lock";

/** A folder that no other server may use. */
export interface Lock {
  release(): void;
}

/**
 * Takes a folder for this process. The lock is one that SQLite holds on a file of its own, since
 * such a lock works on every system and ends with the process, however that ends.
 *
 * Throws an Error that names the folder when another process has it.
 */
export function lockFolder(data: string): Lock {
  const path = `${data}/${LOCK_FILE}`;
  let db: DatabaseSync | undefined;
  try {
    keepPrivate(path);
    db = new DatabaseSync(path);
    db.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    db?.close();
    if (!isBusy(error)) throw explain(error, path);
    throw new Error(
      `Cannot use the data folder "${data}": another chat serves from it; end that one, or give ` +
        "this one a folder of its own with --data",
    );
  }
  const lock = db;
  return { release: () => lock.close() };
}
