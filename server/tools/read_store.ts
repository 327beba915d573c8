import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { resolve } from "@std/path";
import { messageOf } from "../../protocol/errors.ts";
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
    db = openDatabase(path);
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

/**
 * Opens a database for reading. Where nothing can be written beside it, as on a read-only disk, it
 * is read as a file that does not change, if all of it is in that file.
 */
function openDatabase(path: string): DatabaseSync {
  const open = (name: string) => {
    const db = new DatabaseSync(name, { readOnly: true });
    try {
      db.exec("PRAGMA busy_timeout = 10000");
      schemaVersion(db);
      db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get();
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  };
  try {
    return open(path);
  } catch (error) {
    const isWhole = !exists(`${path}-wal`) || Deno.statSync(`${path}-wal`).size === 0;
    if (!isWhole || !/readonly database|unable to open/.test(messageOf(error))) throw error;
    return open(`${pathToFileURL(resolve(path)).href}?immutable=1`);
  }
}
