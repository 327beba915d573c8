import type { Transport } from "../io/transport.ts";

/** Bytes of the head of a request. Cookies of other programs on the same host are part of it. */
export const MAX_HEAD_BYTES = 16 * 1024;
/** Bytes that are read at once. */
const READ_BYTES = 4096;
const CR = 0x0d;
const LF = 0x0a;
/** A method or the name of a header. RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const REQUEST_LINE = /^(\S+) (\S+) HTTP\/1\.([01])$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

const latin1 = new TextDecoder("latin1");

/** The head of a request. RFC 9112 section 2.1. */
export interface HttpRequest {
  readonly method: string;
  /** The path as it was sent, without the query. */
  readonly path: string;
  readonly version: "1.0" | "1.1";
  /** Values by lower-case name; those of a repeated header are joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
  /** Whether the connection can be used for another request. */
  readonly keepAlive: boolean;
}

/** The status of the answer to a request that cannot be read. */
export type BadRequestStatus = 400 | 431 | 505;

/** Reads the requests of one connection. */
export class RequestReader {
  readonly #socket: Transport;
  #bytes = new Uint8Array(0);

  constructor(socket: Transport) {
    this.#socket = socket;
  }

  /** The bytes after the last request. */
  get rest(): Uint8Array {
    return this.#bytes;
  }

  /**
   * Reads the next request; resolves to a status if it cannot be used, and to undefined at the end
   * of the connection. Throws if the connection breaks.
   */
  async next(): Promise<HttpRequest | BadRequestStatus | undefined> {
    for (let searched = 0;;) {
      this.#skipEmptyLines();
      const end = endOfHead(this.#bytes, searched);
      if (end > MAX_HEAD_BYTES) return 431;
      if (end !== -1) {
        const head = latin1.decode(this.#bytes.subarray(0, end));
        this.#bytes = this.#bytes.slice(end);
        return parseHead(head);
      }
      if (this.#bytes.length >= MAX_HEAD_BYTES) return 431;
      searched = Math.max(0, this.#bytes.length - 3);
      if (!await this.#read()) return undefined;
    }
  }

  async #read(): Promise<boolean> {
    const buffer = new Uint8Array(READ_BYTES);
    const count = await this.#socket.read(buffer);
    if (count === null) return false;
    const bytes = new Uint8Array(this.#bytes.length + count);
    bytes.set(this.#bytes);
    bytes.set(buffer.subarray(0, count), this.#bytes.length);
    this.#bytes = bytes;
    return true;
  }

  /** Empty lines before a request are allowed. RFC 9112 section 2.2. */
  #skipEmptyLines(): void {
    let from = 0;
    while (this.#bytes[from] === CR || this.#bytes[from] === LF) from++;
    if (from > 0) this.#bytes = this.#bytes.subarray(from);
  }
}

/** The end of a head with its empty line; -1 if it is not whole. */
function endOfHead(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] === CR && bytes[at - 2] === LF && bytes[at - 3] === CR) return at + 1;
  }
  return -1;
}

/** Parses a head, strictly: what two programs could read differently is refused. */
export function parseHead(head: string): HttpRequest | BadRequestStatus {
  const [first = "", ...lines] = head.split("\r\n").slice(0, -2);
  const [, method = "", target = "", minor] = REQUEST_LINE.exec(first) ?? [];
  if (minor === undefined) return /^\S+ \S+ HTTP\/\d/.test(first) ? 505 : 400;
  const headers = parseHeaders(lines);
  if (!TOKEN.test(method) || headers === undefined) return 400;
  const host = headers.get("host");
  if (minor === "1" && (host === undefined || host.includes(","))) return 400;
  const connection = tokensOf(headers.get("connection"));
  return {
    method,
    path: target.split(/[?#]/, 1)[0]!,
    version: minor === "1" ? "1.1" : "1.0",
    headers,
    keepAlive: minor === "1" && !connection.includes("close") && !hasBody(headers),
  };
}

function parseHeaders(lines: readonly string[]): Map<string, string> | undefined {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, "");
    if (!TOKEN.test(name) || !HEADER_VALUE.test(value)) return undefined;
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

/** Whether a body follows, which no request here needs. RFC 9112 section 6. */
function hasBody(headers: ReadonlyMap<string, string>): boolean {
  return headers.has("transfer-encoding") || (headers.get("content-length") ?? "0") !== "0";
}

/** The lower-case words of a header that is a list. */
export function tokensOf(value: string | undefined): string[] {
  return (value ?? "").split(",").map((word) => word.trim().toLowerCase()).filter((word) => word);
}
