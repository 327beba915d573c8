/** The thread that copies a database, so that the server is not held up; see {@linkcode copyDatabase}. */

import { createHash } from "node:crypto";
import { backup, DatabaseSync } from "node:sqlite";
import { messageOf } from "../../../protocol/errors.ts";
import type { CopyFile } from "./questions.ts";

/** What the thread is asked, once. */
export interface CopyTask {
  readonly from: string;
  readonly to: string;
}

/** What it answers. */
export type CopyResult = CopyFile | { readonly error: string };

/** More pages than a database has: it is copied in one step, as it is at that moment. */
const ALL_PAGES = 0x7fff_ffff;
/** Bytes that are read at a time. */
const READ_BYTES = 256 * 1024;

interface Port {
  onmessage: (event: { readonly data: CopyTask }) => void;
  postMessage(result: CopyResult): void;
}

const port = self as unknown as Port;

port.onmessage = async ({ data: { from, to } }) => {
  try {
    const db = new DatabaseSync(from, { readOnly: true });
    await backup(db, to, { rate: ALL_PAGES });
    db.close();
    port.postMessage(describe(to));
  } catch (error) {
    port.postMessage({ error: messageOf(error) });
  }
};

function describe(path: string): CopyFile {
  using file = Deno.openSync(path);
  const hash = createHash("sha256");
  const buffer = new Uint8Array(READ_BYTES);
  let bytes = 0;
  for (let read = file.readSync(buffer); read !== null; read = file.readSync(buffer)) {
    hash.update(buffer.subarray(0, read));
    bytes += read;
  }
  return { bytes, checksum: hash.digest("hex") };
}
