import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { extname } from "@std/path";
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

/** Types that are packed already, so that gzip gains nothing. */
const PACKED: readonly string[] = [".png", ".woff2"];

/** A name that contains a hash of the file's text, as the bundler makes it. */
const HASHED_NAME = /-[0-9A-Z]{8}\.(?:js|css)$/;
/** A refusal of gzip in Accept-Encoding. RFC 9110 section 12.5.3. */
const NO_GZIP = /(?:^|[\s,])gzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)/i;

/** A file of the page, held in memory. */
export class PageFile {
  readonly #plain: Uint8Array;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #etag: string;
  readonly #packs: boolean;
  #gzip: Uint8Array | undefined;

  constructor(name: string, bytes: Uint8Array) {
    const extension = extname(name);
    this.#plain = bytes;
    // Weak, because the file and its gzip have the same tag.
    this.#etag = `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
    this.#packs = !PACKED.includes(extension);
    this.#headers = {
      "content-type": TYPES[extension] ?? "application/octet-stream",
      "cache-control": HASHED_NAME.test(name) ? "public, max-age=31536000, immutable" : "no-cache",
      etag: this.#etag,
      ...(this.#packs && { vary: "accept-encoding" }),
    };
  }

  /** Answers a GET or HEAD. */
  answer({ headers }: HttpRequest): HttpResponse {
    if (this.#matches(headers.get("if-none-match"))) {
      return { status: 304, headers: this.#headers };
    }
    const encodings = headers.get("accept-encoding") ?? "";
    if (!this.#packs || !/\bgzip\b/i.test(encodings) || NO_GZIP.test(encodings)) {
      return { status: 200, headers: this.#headers, body: this.#plain };
    }
    this.#gzip ??= gzipSync(this.#plain, { level: 9 });
    const packed = { ...this.#headers, "content-encoding": "gzip" };
    return { status: 200, headers: packed, body: this.#gzip };
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
  const files = new Map<string, PageFile>();
  const read = (under: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(new URL(under, folder))) {
      if (name.startsWith(".")) continue;
      const path = `${under}${name}`;
      if (isDirectory) read(`${path}/`);
      else files.set(`/${path}`, new PageFile(name, Deno.readFileSync(new URL(path, folder))));
    }
  };
  try {
    read("");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const index = files.get(`/${INDEX}`);
  if (index !== undefined) files.set("/", index);
  return files;
}
