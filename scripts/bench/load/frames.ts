/** The frames of IRC over WebSocket (RFC 6455), as far as the load needs them. */

const TEXT = 0x81;
const MASKED = 0x80;
/** Bytes of a mask, which is zero here: the payload stays as it is. */
const MASK_BYTES = 4;
const CR = 0x0d;

/** The request that opens IRC over WebSocket. */
export function handshake(path: string): Uint8Array<ArrayBuffer> {
  const head = [
    `GET ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Protocol: text.ircv3.net",
  ];
  return new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n`);
}

/** Makes a frame of each line, which ends in CR LF. */
export function encodeFrames(lines: Uint8Array): Uint8Array<ArrayBuffer> {
  const frames: number[] = [];
  for (let from = 0; from < lines.length;) {
    const end = lines.indexOf(CR, from);
    const length = end - from;
    if (length < 126) frames.push(TEXT, MASKED | length);
    else frames.push(TEXT, MASKED | 126, length >> 8, length & 0xff);
    for (let i = 0; i < MASK_BYTES; i++) frames.push(0);
    for (let at = from; at < end; at++) frames.push(lines[at]!);
    from = end + 2;
  }
  return new Uint8Array(frames);
}

/** Counts the frames of a server, in reads that may end anywhere. */
export class FrameCounter {
  /** Bytes of a header that came at the end of a read. */
  #header: number[] = [];
  /** Bytes of the current payload that have not come yet. */
  #remaining = 0;

  /** Returns how many frames end in the bytes. */
  count(bytes: Uint8Array): number {
    let count = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#remaining === 0) {
        this.#header.push(bytes[at++]!);
        const size = payloadOf(this.#header);
        if (size === undefined) continue;
        this.#header.length = 0;
        this.#remaining = size;
      }
      const taken = Math.min(this.#remaining, bytes.length - at);
      at += taken;
      this.#remaining -= taken;
      if (this.#remaining === 0) count++;
    }
    return count;
  }
}

/** The length of a server's payload; undefined if the header is not whole. */
function payloadOf([first, second, ...more]: readonly number[]): number | undefined {
  if (first !== TEXT && first !== undefined) {
    throw new Error(`A frame begins with ${first}, not with ${TEXT}`);
  }
  if (second === undefined) return undefined;
  if (second < 126) return second;
  return second === 126 && more.length === 2 ? more[0]! << 8 | more[1]! : undefined;
}
