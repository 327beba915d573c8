import { backup } from "node:sqlite";
import { exists } from "../operator/system.ts";
import { UsageError } from "../options/mod.ts";
import { explain } from "../store/errors.ts";
import { makePrivate } from "../store/private.ts";
import { openForReading, readFlags } from "./read_store.ts";

/** In one go: between two the server would write, and the copy begin anew. */
const ALL_PAGES = 0x7fff_ffff;

const HELP = `chat backup FILE [--data DIR]

Copies a server's database, accounts and history, to FILE. The server may be running: the copy
is of one moment, whole and consistent. To use it, put it into an empty folder as chat.db and
start chat serve with --data.

  --data DIR   the server's folder (this system's data folder)`;

/** Runs `chat backup` and gives its exit code. Throws UsageError, and Error when it cannot copy. */
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
      throw new Error(`Cannot write "${file}": its folder is not there or may not be written`);
    }
    throw explain(error, path);
  } finally {
    db.close();
  }
  const { size } = Deno.statSync(file);
  console.log(`Copied "${path}" to "${file}", ${size} bytes`);
  return 0;
}
