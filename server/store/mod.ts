import { dirname, join } from "@std/path";
import { DatabaseSync } from "node:sqlite";

import { messageOf } from "../../protocol/errors.ts";
import type { Log } from "../operator/log.ts";
import { exists } from "../operator/system.ts";
import { findDamage } from "./check.ts";
import { damageError, explain } from "./errors.ts";
import { type Lock, lockFolder } from "./lock.ts";
import { goneError, mark, markerPath } from "./marker.ts";
import { migrate, schemaVersion } from "./migrate.ts";
import { isPrivate, makePrivate } from "./private.ts";

/** The `data` of a database that is kept in memory only. */
export const IN_MEMORY = ":memory:";
const DATABASE_FILE = "chat.db";

/** How long a statement waits for another process's write, in milliseconds. */
const BUSY_MS = 2_000;
/** Memory for pages of the database, in KiB. */
const CACHE_KIB = 64 * 1024;
/**
 * Pages of the write-ahead log after which SQLite moves them into the database, while everybody
 * waits. 2,000 take twice as long and save at most a twentieth of the work; 500 take half as long
 * and cost a tenth more.
 */
const CHECKPOINT_PAGES = 1_000;

/** The database of a server. */
export interface Store {
  readonly db: DatabaseSync;
  /** The database's file, or `:memory:`. */
  readonly path: string;
  /** Whether it is a file, which outlives the process. */
  readonly durable: boolean;
  close(): void;
}

/** Options for {@linkcode openStore}. */
export interface StoreOptions {
  /** Folder of the database, or `:memory:`. */
  readonly data: string;
  /** Whether a commit waits until the disk itself has the data. */
  readonly fsync: boolean;
  readonly log?: Log | undefined;
}

/** The path of a data folder's database file. */
export function databasePath(data: string): string {
  return data === IN_MEMORY ? IN_MEMORY : join(data, DATABASE_FILE);
}

/**
 * Opens the database of a folder, creating both if need be, and brings its schema up to date.
 *
 * Throws an Error that names the file and says what to do, if another server uses the folder, a
 * newer program wrote the database, it is damaged or not writable, or it is gone from a folder that
 * has had one.
 */
export function openStore({ data, fsync, log }: StoreOptions): Store {
  const durable = data !== IN_MEMORY;
  const path = databasePath(data);
  if (durable) makeFolder(dirname(path));
  const lock = durable ? lockFolder(data) : undefined;
  let db: DatabaseSync | undefined;
  try {
    if (durable) prepareFile(path, { data, log });
    db = new DatabaseSync(path);
    prepare(db, fsync);
    if (durable) refuseDamaged(db, { data, path });
    const { from, to } = migrate(db, path, {
      onBegin: (versions) => log?.info("The database is being brought up to date", versions),
    });
    if (durable) mark(data);
    if (from !== to && from !== 0) log?.info("The database was brought up to date", { from, to });
    return storeOf(db, { path, durable, lock });
  } catch (error) {
    db?.close();
    lock?.release();
    throw explain(error, path);
  }
}

/** Creates the file if need be, and restricts it: it holds people's messages and password hashes. */
function prepareFile(path: string, { data, log }: { data: string; log: Log | undefined }): void {
  if (exists(markerPath(data)) && !exists(path)) throw goneError(data, path);
  makePrivate(path);
  if (isPrivate(path)) return;
  log?.warn(`Everybody on this machine can read the database; run: chmod 600 ${path}`);
}

/** Throws an Error if the database is damaged, or empty where there was one. */
function refuseDamaged(db: DatabaseSync, { data, path }: { data: string; path: string }): void {
  if (schemaVersion(db) === 0 && exists(markerPath(data))) throw goneError(data, path);
  const damage = findDamage(db, { bytes: Deno.statSync(path).size });
  if (damage !== undefined) throw damageError(path, damage);
}

function storeOf(
  db: DatabaseSync,
  { path, durable, lock }: { path: string; durable: boolean; lock: Lock | undefined },
): Store {
  const close = () => {
    if (!db.isOpen) return;
    db.close();
    lock?.release();
  };
  return { db, path, durable, close };
}

function makeFolder(data: string): void {
  try {
    Deno.mkdirSync(data, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = messageOf(error);
    throw new Error(`Cannot create the data folder "${data}": ${why}; choose another with --data`);
  }
}

function prepare(db: DatabaseSync, fsync: boolean): void {
  db.exec(`
    PRAGMA busy_timeout = ${BUSY_MS};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${fsync ? "FULL" : "NORMAL"};
    PRAGMA foreign_keys = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA secure_delete = FAST;
    PRAGMA cache_size = -${CACHE_KIB};
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    PRAGMA journal_size_limit = ${64 * 1024 * 1024};
  `);
}
