/**
 * The header with which a proxy begins a connection to tell whose it is: the PROXY protocol,
 * versions 1 and 2, of haproxy.
 */

import { isIP } from "node:net";

/** Whose connection it is; undefined if it is the proxy's own, such as a health check. */
export type ProxiedPeer = { readonly address: string; readonly secure: boolean } | undefined;

/** The header is none, or none that is understood; the text says why. */
export class ProxyHeaderError extends Error {
  override readonly name = "ProxyHeaderError";
}

/** What the header is read from: it resolves to the number of bytes, or null at the end. */
export interface ByteSource {
  read(buffer: Uint8Array): Promise<number | null>;
}

const SIGNATURE = new Uint8Array([13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]);
/** Bytes of the longest header of version 1, with its line end; section 2.1. */
const MAX_LINE_BYTES = 107;
/** Bytes of addresses and extensions in version 2 that are read; the protocol allows 65,535. */
const MAX_BODY_BYTES = 4_096;
const MAX_PORT = 65_535;

/** The second half of the first byte after the signature; section 2.2. */
const COMMAND = { local: 0x20, proxy: 0x21 } as const;
/** Address family and protocol, with the bytes of an address. */
const FAMILY = { unspecified: 0x00, tcp4: 0x11, tcp6: 0x21 } as const;
const ADDRESS_BYTES = { [FAMILY.tcp4]: 4, [FAMILY.tcp6]: 16 } as const;
/** The extension about TLS, and the bit that says that the client used it; section 2.2.6. */
const TYPE_SSL = 0x20;
const CLIENT_SSL = 0x01;

/**
 * Reads a header and not one byte more. Throws a ProxyHeaderError if there is none, and what `read`
 * throws.
 */
export async function readProxyHeader(source: ByteSource): Promise<ProxiedPeer> {
  // Both versions are longer than the signature of version 2.
  const start = await readBytes(source, SIGNATURE.length);
  if (start.every((byte, index) => byte === SIGNATURE[index])) return await readBinary(source);
  if (textOf(start).startsWith("PROXY ")) return await readLine(source, start);
  throw new ProxyHeaderError("there is no PROXY header");
}

async function readLine(source: ByteSource, start: Uint8Array): Promise<ProxiedPeer> {
  let line = textOf(start);
  while (!line.endsWith("\r\n")) {
    if (line.length >= MAX_LINE_BYTES) throw new ProxyHeaderError("the PROXY line is too long");
    line += textOf(await readBytes(source, 1));
  }
  const [, family, ...words] = line.slice(0, -2).split(" ");
  if (family === "UNKNOWN") return undefined;
  const version = family === "TCP4" ? 4 : family === "TCP6" ? 6 : undefined;
  const [from = "", to = "", ...ports] = words;
  const valid = version !== undefined && !from.includes("%") && isIP(from) === version &&
    isIP(to) === version &&
    ports.length === 2 && ports.every(isPort);
  if (!valid) throw new ProxyHeaderError("the PROXY line cannot be read");
  return { address: normalize(from), secure: false };
}

function isPort(text: string): boolean {
  return /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= MAX_PORT;
}

async function readBinary(source: ByteSource): Promise<ProxiedPeer> {
  const head = new DataView((await readBytes(source, 4)).buffer);
  const command = head.getUint8(0);
  const family = head.getUint8(1);
  const length = head.getUint16(2);
  if (command !== COMMAND.local && command !== COMMAND.proxy) {
    throw new ProxyHeaderError("the version or command of the PROXY header is unknown");
  }
  if (length > MAX_BODY_BYTES) throw new ProxyHeaderError("the PROXY header is too long");
  const body = await readBytes(source, length);
  if (command === COMMAND.local || family === FAMILY.unspecified) return undefined;
  if (family !== FAMILY.tcp4 && family !== FAMILY.tcp6) {
    throw new ProxyHeaderError("the PROXY header is not about TCP");
  }
  const size = ADDRESS_BYTES[family];
  const extensionsAt = 2 * size + 4;
  if (length < extensionsAt) throw new ProxyHeaderError("the PROXY header is too short");
  const address = addressOf(body.subarray(0, size));
  return { address, secure: usedTls(body.subarray(extensionsAt)) };
}

/** Whether the extensions say that the client used TLS. */
function usedTls(extensions: Uint8Array): boolean {
  let secure = false;
  for (let at = 0; at < extensions.length;) {
    const length = ((extensions[at + 1] ?? 0) << 8) | (extensions[at + 2] ?? 0);
    const end = at + 3 + length;
    if (at + 3 > extensions.length || end > extensions.length) {
      throw new ProxyHeaderError("an extension of the PROXY header is too long");
    }
    if (extensions[at] === TYPE_SSL && length > 0) {
      secure = (extensions[at + 3]! & CLIENT_SSL) !== 0;
    }
    at = end;
  }
  return secure;
}

function addressOf(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups: string[] = [];
  for (let i = 0; i < bytes.length; i += 2) {
    groups.push(((bytes[i]! << 8) | bytes[i + 1]!).toString(16));
  }
  return normalize(groups.join(":"));
}

/** An address as the system writes it, so that one address has one spelling. */
function normalize(address: string): string {
  if (isIP(address) === 4) return address;
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (mapped === null) return short;
  const [high, low] = [parseInt(mapped[1]!, 16), parseInt(mapped[2]!, 16)];
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
}

async function readBytes(source: ByteSource, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = await source.read(bytes.subarray(filled));
    if (count === null) throw new ProxyHeaderError("the connection ended in the PROXY header");
    filled += count;
  }
  return bytes;
}

/** Bytes as characters; others than ASCII make no valid header. */
function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
