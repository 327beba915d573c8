import { backup } from "node:sqlite";
import { exists } from "../operator/system.ts";
import { UsageError } from "../options/mod.ts";
import { explain } from "../store/errors.ts";
import { makePrivate } from "../store/private.ts";
import { readFlags } from "./flags.ts";
import { openForReading } from "./read_store.ts";

/** More pages than a database has: if the server writes between two steps, the copy starts anew. */
const ALL_PAGES = 0x7fff_ffff;

const HELP = `chat backup FILE [--data DIR]

Copies a server's database, with its accounts and history, to FILE. The server may be running:
the copy is consistent. To restore it, put it into an empty folder as chat.db and start
chat serve with --data.

  --data DIR   the server's data folder (this system's data folder)`;

/** Runs `chat backup`. Returns its exit code. Throws UsageError, and Error if it cannot copy. */
export async function runBackup(args: readonly string[]): Promise<number> {
  const { values, words, help } = readFlags(args, ["data"]);
  if (help) {
    console.log(HELP);
    return 0;
  }
  const [file, ...more] = words;
  if (file === undefined || more.length > 0) {
    throw new UsageError("Name the one file to write: chat backup FILE; see chat backup --help");
  }
  if (exists(file)) {
    throw new Error(`Cannot write "${file}": it exists, and a backup replaces nothing`);
  }
  const { db, path } = openForReading(values["data"]);
  try {
    makePrivate(file);
    await backup(db, file, { rate: ALL_PAGES });
  } catch (error) {
    if (error instanceof Error && /unable to open/.test(error.message)) {
      throw new Error(`Cannot write "${file}": its folder does not exist or is not writable`);
    }
    throw explain(error, path);
  } finally {
    db.close();
  }
  const { size } = Deno.statSync(file);
  console.log(`Copied "${path}" to "${file}", ${size} bytes`);
  return 0;
}
