import { createHash } from "node:crypto";
import { basename, extname } from "@std/path";
import { chooseCoding, type Coding } from "./content_coding.ts";
import type { HttpRequest } from "./http_request.ts";
import type { HttpResponse } from "./http_response.ts";

/** The path of the page's first file. */
const INDEX = "index.html";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** The endings of a file's packed forms, which scripts/pack.ts writes beside it. */
const PACKED: readonly (readonly [ending: string, Coding])[] = [[".br", "br"], [".gz", "gzip"]];

/** A name that contains a hash of the file's text, as the bundler makes it. */
const HASHED_NAME = /-[0-9A-Z]{8}\.(?:js|css)$/;

/** A file of the page, held in memory. */
export class PageFile {
  readonly #plain: Uint8Array;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #etag: string;
  readonly #packed: ReadonlyMap<Coding, Uint8Array>;

  constructor(
    name: string,
    { bytes, packed }: {
      readonly bytes: Uint8Array;
      readonly packed: ReadonlyMap<Coding, Uint8Array>;
    },
  ) {
    const extension = extname(name);
    this.#plain = bytes;
    // Weak, because the file and its packed forms have the same tag.
    this.#etag = `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
    this.#packed = packed;
    this.#headers = {
      "content-type": TYPES[extension] ?? "application/octet-stream",
      "cache-control": HASHED_NAME.test(name) ? "public, max-age=31536000, immutable" : "no-cache",
      etag: this.#etag,
      ...(packed.size > 0 && { vary: "accept-encoding" }),
    };
  }

  /** Answers a GET or HEAD. */
  answer({ headers }: HttpRequest): HttpResponse {
    if (this.#matches(headers.get("if-none-match"))) {
      return { status: 304, headers: this.#headers };
    }
    const coding = chooseCoding(
      headers.get("accept-encoding"),
      (coding) => this.#packed.has(coding),
    );
    if (coding === undefined) return { status: 200, headers: this.#headers, body: this.#plain };
    return {
      status: 200,
      headers: { ...this.#headers, "content-encoding": coding },
      body: this.#packed.get(coding)!,
    };
  }

  /** Whether the client has this version. RFC 9110 section 13.1.2. */
  #matches(tags: string | undefined): boolean {
    if (tags === undefined) return false;
    const bare = (tag: string) => tag.trim().replace(/^W\//, "");
    return tags.split(",").some((tag) => tag.trim() === "*" || bare(tag) === bare(this.#etag));
  }
}

/** The files of the page by their paths: `/`, `/index-ABCDEFGH.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/**
 * Reads all files in a folder into memory, so that no request reaches the disk; hidden ones are left
 * out. The result is empty if there is no such folder.
 */
export function readPageFiles(folder: URL): PageFiles {
  const found = new Map<string, Uint8Array>();
  try {
    readFolder(folder, { under: "", found });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const files = new Map<string, PageFile>();
  for (const [path, bytes] of found) {
    if (PACKED.some(([ending]) => path.endsWith(ending))) continue;
    const packed = new Map<Coding, Uint8Array>();
    for (const [ending, coding] of PACKED) {
      const form = found.get(path + ending);
      if (form !== undefined) packed.set(coding, form);
    }
    files.set(`/${path}`, new PageFile(basename(path), { bytes, packed }));
  }
  const index = files.get(`/${INDEX}`);
  if (index !== undefined) files.set("/", index);
  return files;
}

function readFolder(
  folder: URL,
  { under, found }: { readonly under: string; readonly found: Map<string, Uint8Array> },
): void {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(under, folder))) {
    if (name.startsWith(".")) continue;
    const path = `${under}${name}`;
    if (isDirectory) readFolder(folder, { under: `${path}/`, found });
    else found.set(path, Deno.readFileSync(new URL(path, folder)));
  }
}
