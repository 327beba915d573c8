import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";

import { explain, isBusy } from "./errors.ts";
import { makePrivate } from "./private.ts";

const LOCK_FILE = "chat.lock";

/** The exclusive use of a data folder. */
export interface Lock {
  release(): void;
}

/**
 * Locks a data folder for this process. The lock is SQLite's, on a file of its own: it works on
 * every system and ends with the process, even when that crashes.
 *
 * Throws an Error that names the folder if another process has it locked.
 */
export function lockFolder(data: string): Lock {
  const path = join(data, LOCK_FILE);
  let db: DatabaseSync | undefined;
  try {
    makePrivate(path);
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
