import { parseArgs } from "@std/cli/parse-args";
import { DatabaseSync } from "node:sqlite";
import { UsageError } from "../options/mod.ts";
import { exists, systemWorld } from "../operator/system.ts";
import { explain } from "../store/errors.ts";
import { schemaVersion } from "../store/migrate.ts";
import { MIGRATIONS } from "../store/migrations.ts";
import { databasePath, IN_MEMORY } from "../store/mod.ts";

/** What a tool's command line says, by flag; the words beside the flags are under `_`. */
export interface ToolFlags {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly words: readonly string[];
  readonly help: boolean;
}

/** Reads the command line of a tool. Throws UsageError for a flag it does not know. */
export function readFlags(args: readonly string[], names: readonly string[]): ToolFlags {
  const flags = parseArgs([...args], {
    boolean: ["help"],
    string: [...names],
    alias: { help: "h" },
    unknown: (flag: string) => {
      if (!flag.startsWith("-")) return true;
      throw new UsageError(`Unknown flag ${JSON.stringify(flag)}; see --help`);
    },
  }) as Record<string, unknown>;
  const values = Object.fromEntries(names.map((name) => {
    const value = flags[name];
    if (Array.isArray(value)) throw new UsageError(`--${name} may be given only once`);
    if (value === "") throw new UsageError(`--${name} needs a value`);
    return [name, value === undefined ? undefined : String(value)];
  }));
  return { values, words: (flags["_"] as unknown[]).map(String), help: flags["help"] === true };
}

/** The database of a folder, this system's data folder where none is named, for reading alone. */
export interface ReadStore {
  readonly db: DatabaseSync;
  readonly path: string;
}

/**
 * Opens a folder's database beside the server that may be using it.
 *
 * Throws an Error that names the file where there is none, or none that this program can read.
 */
export function openForReading(data = systemWorld(() => {}).dataFolder): ReadStore {
  if (data === IN_MEMORY) throw new UsageError(`${IN_MEMORY} keeps nothing to read; name a folder`);
  const path = databasePath(data);
  if (!exists(path)) {
    throw new Error(`Cannot read "${path}": there is none; name the server's folder with --data`);
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
