import type { DatabaseSync } from "node:sqlite";

/** Runs `work` in a transaction, all or nothing. Throws what `work` or the commit throws. */
export function transact<T>(db: DatabaseSync, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    try {
      db.exec("ROLLBACK");
    } catch {
      // SQLite has already rolled back, as it does when the disk fails.
    }
    throw error;
  }
}
