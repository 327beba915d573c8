/** The thread that reads the index of the full text; see {@linkcode ThreadIndex}. */

import { DatabaseSync } from "node:sqlite";
import { messageOf } from "../../../protocol/errors.ts";
import { IndexPages, type IndexQuery, type Page } from "./index_pages.ts";

/** What the thread is asked. */
export type ThreadRequest =
  | { /** The database, before anything else. */ readonly path: string }
  | { readonly id: number; /** The first page of a query. */ readonly query: IndexQuery }
  | { readonly id: number; /** Its next page, or no more. */ readonly then: "next" | "end" };

/** What it answers. */
export type ThreadAnswer =
  | { readonly id: number; readonly page: Page }
  | { readonly id: number; readonly error: string };

/** Memory for pages of the database, in KiB. */
const CACHE_KIB = 16 * 1024;

interface Port {
  onmessage: (event: { readonly data: ThreadRequest }) => void;
  postMessage(answer: ThreadAnswer): void;
}

const port = self as unknown as Port;
const open = new Map<number, IndexPages>();
let path = "";
let db: DatabaseSync | undefined;

port.onmessage = ({ data }) => {
  if ("path" in data) {
    path = data.path;
    return;
  }
  const { id } = data;
  try {
    if ("then" in data && data.then === "end") close(id);
    else port.postMessage({ id, page: pageOf(data) });
  } catch (error) {
    open.delete(id);
    port.postMessage({ id, error: messageOf(error) });
  }
};

function pageOf(request: Exclude<ThreadRequest, { readonly path: string }>): Page {
  const { id } = request;
  db ??= openDatabase();
  if ("query" in request) open.set(id, new IndexPages(db, request.query));
  const pages = open.get(id);
  if (pages === undefined) return { seqs: [], isLast: true };
  const page = pages.next();
  if (page.isLast) open.delete(id);
  return page;
}

function openDatabase(): DatabaseSync {
  const db = new DatabaseSync(path, { readOnly: true });
  db.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
  return db;
}

function close(id: number): void {
  open.get(id)?.end();
  open.delete(id);
}
