import type { DatabaseSync } from "node:sqlite";

/**
 * Bytes of a database up to which the history is checked as well, at about 100 MB a second. The
 * other tables are small.
 */
const MAX_WHOLE_BYTES = 256 * 1024 * 1024;
const LARGE_TABLES = /^history(_.*)?$/;

/** What SQLite finds in an undamaged database. */
const SOUND = "ok";

/**
 * Finds a damaged page of a database, as a failing disk leaves them. The history of a large database
 * is not checked, so that a start takes a few seconds at most.
 * @returns what is damaged, undefined if nothing was found
 */
export function findDamage(
  db: DatabaseSync,
  { bytes, maxBytes = MAX_WHOLE_BYTES }: {
    /** The size of the database's file. */
    readonly bytes: number;
    readonly maxBytes?: number;
  },
): string | undefined {
  const tables = db.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
  ).all().map(({ name }) => String(name));
  for (const table of tables) {
    if (bytes > maxBytes && LARGE_TABLES.test(table)) continue;
    const found = db.prepare(`PRAGMA quick_check("${table}")`).get()?.["quick_check"];
    if (found !== SOUND) return String(found);
  }
}
