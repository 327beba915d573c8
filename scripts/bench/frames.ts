/** A connection of the load: TCP, or WebSocket in the same form. */
export interface LoadConnection {
  /** Reads lines with CR LF, or parts of them; null at the end. */
  read(buffer: Uint8Array<ArrayBuffer>): Promise<number | null>;
  /** Writes whole lines with CR LF. */
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

const TEXT = 0x81;
const MASKED = 0x80;
/** Bytes of a mask, which is zero here: the payload stays as it is. */
const MASK_BYTES = 4;
const CR = 0x0d;
const LF = 0x0a;
/** How much longer than a read its lines can be: the CR LF of a frame that was begun before it. */
const SLACK = 2;

/** Opens IRC over WebSocket. */
export async function openWebSocket(
  connection: Deno.TcpConn,
  path: string,
): Promise<LoadConnection> {
  const head = [
    `GET ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Protocol: text.ircv3.net",
  ];
  await writeAll(connection, new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n`));
  // The server speaks only when it was spoken to, so nothing follows the answer's head.
  const buffer = new Uint8Array(4096);
  let answer = "";
  while (!answer.includes("\r\n\r\n")) {
    const count = await connection.read(buffer);
    if (count === null) throw new Error(`The server answered ${JSON.stringify(answer)}`);
    answer += new TextDecoder().decode(buffer.subarray(0, count));
  }
  if (!answer.startsWith("HTTP/1.1 101")) throw new Error(`The server answered ${answer}`);
  return new WebSocketConnection(connection);
}

class WebSocketConnection implements LoadConnection {
  readonly #connection: Deno.TcpConn;
  /** Bytes of a header that came at the end of a read. */
  #header: number[] = [];
  /** Bytes of the current payload that have not come yet. */
  #remaining = 0;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  async read(buffer: Uint8Array<ArrayBuffer>): Promise<number | null> {
    for (;;) {
      const count = await this.#connection.read(buffer.subarray(SLACK));
      if (count === null) return null;
      const length = this.#toLines(buffer, SLACK + count);
      if (length > 0) return length;
    }
  }

  async write(bytes: Uint8Array): Promise<number> {
    const frames: number[] = [];
    for (let from = 0; from < bytes.length;) {
      const end = bytes.indexOf(CR, from);
      const length = end - from;
      if (length < 126) frames.push(TEXT, MASKED | length);
      else frames.push(TEXT, MASKED | 126, length >> 8, length & 0xff);
      for (let i = 0; i < MASK_BYTES; i++) frames.push(0);
      for (let at = from; at < end; at++) frames.push(bytes[at]!);
      from = end + 2;
    }
    await writeAll(this.#connection, new Uint8Array(frames));
    return bytes.length;
  }

  close(): void {
    this.#connection.close();
  }

  /** Replaces the headers of frames by CR LF after each; returns the length of the lines. */
  #toLines(buffer: Uint8Array, end: number): number {
    let length = 0;
    let at = SLACK;
    while (at < end) {
      if (this.#remaining === 0) {
        this.#header.push(buffer[at++]!);
        const size = payloadOf(this.#header);
        if (size === undefined) continue;
        this.#header = [];
        this.#remaining = size;
      }
      const count = Math.min(this.#remaining, end - at);
      buffer.copyWithin(length, at, at + count);
      length += count;
      at += count;
      this.#remaining -= count;
      if (this.#remaining > 0) continue;
      buffer[length++] = CR;
      buffer[length++] = LF;
    }
    return length;
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

async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}
