import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { findDamage } from "../../store/check.ts";
import { mark } from "../../store/marker.ts";
import { schemaVersion } from "../../store/migrate.ts";
import { MIGRATIONS } from "../../store/migrations.ts";
import { CLUSTER_PROGRESS, membershipOf } from "../../store/membership.ts";
import { databasePath } from "../../store/mod.ts";
import { makePrivate } from "../../store/private.ts";
import { exists } from "../../operator/system.ts";

const TEMPORARY = /^chat-copy-.*\.db(-wal|-shm|-journal)?$/;

/** The newest schema that this program knows. */
export const SCHEMA = MIGRATIONS.at(-1)?.version ?? 0;

/** The path of a new file in a data folder, which only its owner may read. */
export function temporaryFile(data: string): string {
  const path = join(data, `chat-copy-${crypto.randomUUID()}.db`);
  makePrivate(path);
  return path;
}

/** Removes a file of {@linkcode temporaryFile} and those that SQLite makes beside it. */
export function removeTemporary(path: string): void {
  for (const ending of ["", "-wal", "-shm", "-journal"]) {
    if (exists(path + ending)) Deno.removeSync(path + ending);
  }
}

/** Removes the copies that an earlier process has left in a data folder when it was killed. */
export function removeRemains(data: string): void {
  for (const { name } of Deno.readDirSync(data)) {
    if (TEMPORARY.test(name)) Deno.removeSync(join(data, name));
  }
}

/**
 * Checks a copy of another node's database. Throws an Error that says what is wrong with it.
 * `recorded` is the last sequence that it has to have.
 */
export function checkCopy(
  path: string,
  { network, recorded }: { readonly network: string; readonly recorded: number },
): void {
  const db = new DatabaseSync(path);
  try {
    const version = schemaVersion(db);
    if (version === 0 || version > SCHEMA) throw new Error(`it has the schema ${version}`);
    const damage = findDamage(db, { bytes: Deno.statSync(path).size });
    if (damage !== undefined) throw new Error(`it is damaged: ${damage}`);
    if (membershipOf(db)?.network !== network) throw new Error("it is of another network");
    const row = db.prepare("SELECT value FROM progress WHERE name = ?")
      .get(CLUSTER_PROGRESS.recorded);
    if (Number(row?.["value"] ?? 0) < recorded) {
      throw new Error("it ends before this server's own database");
    }
    makeOneFile(db);
  } finally {
    db.close();
  }
}

/** Puts a checked copy in the place of a folder's database, which has to be closed. */
export function putInPlace(copy: string, data: string): void {
  const path = databasePath(data);
  if (exists(path)) {
    const db = new DatabaseSync(path);
    try {
      makeOneFile(db);
    } finally {
      db.close();
    }
  }
  Deno.renameSync(copy, path);
  mark(data);
}

/** Moves SQLite's log into a database: what stays beside it would be read with another database. */
function makeOneFile(db: DatabaseSync): void {
  const mode = db.prepare("PRAGMA journal_mode = DELETE").get()?.["journal_mode"];
  if (mode !== "delete") throw new Error("another program is using the database");
}
