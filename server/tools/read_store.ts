import { DatabaseSync } from "node:sqlite";
import { exists, systemEnvironment } from "../operator/system.ts";
import { UsageError } from "../options/mod.ts";
import { explain } from "../store/errors.ts";
import { schemaVersion } from "../store/migrate.ts";
import { MIGRATIONS } from "../store/migrations.ts";
import { databasePath, IN_MEMORY } from "../store/mod.ts";

/** A database that is open for reading only. */
export interface ReadStore {
  readonly db: DatabaseSync;
  readonly path: string;
}

/**
 * Opens the database of a folder, by default this system's data folder. A server may be using it.
 *
 * Throws an Error that names the file if it does not exist or this program cannot read it.
 */
export function openForReading(data = systemEnvironment(() => {}).dataFolder): ReadStore {
  if (data === IN_MEMORY) {
    throw new UsageError(`${IN_MEMORY} is not a folder; name the server's data folder`);
  }
  const path = databasePath(data);
  if (!exists(path)) {
    throw new Error(
      `Cannot read "${path}": there is no such file; name the server's folder with --data`,
    );
  }
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    db.exec("PRAGMA busy_timeout = 10000");
    const version = schemaVersion(db);
    const newest = MIGRATIONS.at(-1)?.version ?? 0;
    if (version > 0 && version <= newest) return { db, path };
    throw new Error(
      `Cannot read "${path}": ${version === 0 ? "no chat wrote it" : "a newer chat wrote it"}`,
    );
  } catch (error) {
    db?.close();
    throw explain(error, path);
  }
}
