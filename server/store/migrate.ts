import type { DatabaseSync } from "node:sqlite";
import { type Migration, MIGRATIONS } from "./migrations.ts";
import { transact } from "./transaction.ts";

/**
 * Brings a database to the newest schema, in one transaction.
 *
 * Throws an Error that names `path` if a newer program wrote the database.
 * @returns the schema's version before and after
 */
export function migrate(
  db: DatabaseSync,
  path: string,
  { migrations = MIGRATIONS, onBegin = () => {} }: {
    readonly migrations?: readonly Migration[];
    /** Called before an earlier schema is changed, which takes seconds for millions of messages. */
    readonly onBegin?: (versions: { readonly from: number; readonly to: number }) => void;
  } = {},
): { readonly from: number; readonly to: number } {
  const from = schemaVersion(db);
  const newest = migrations.at(-1)?.version ?? 0;
  if (from > newest) {
    throw new Error(
      `Cannot use the database "${path}": a newer chat wrote it (schema ${from}, this program ` +
        `knows ${newest}); use that program, or another folder with --data`,
    );
  }
  if (from === newest) return { from, to: newest };
  if (from !== 0) onBegin({ from, to: newest });
  transact(db, () => {
    for (const { version, sql } of migrations) {
      if (version > from) db.exec(sql);
    }
    db.exec(`PRAGMA user_version = ${newest}`);
  });
  return { from, to: newest };
}

/** The version of a database's schema; 0 for an empty one. */
export function schemaVersion(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()!["user_version"]);
}
