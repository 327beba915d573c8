import type { ByteConnection } from "../harness/irc_client.ts";
import { IrcTestClient } from "../harness/irc_client.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A host and a port. */
interface Address {
  readonly host: string;
  readonly port: number;
}

/** Opens IRC over WebSocket as a browser does. */
export async function connectWebSocket(
  { host, port }: Address,
  { protocols = ["text.ircv3.net"], name = "(WebSocket)" }: {
    protocols?: readonly string[];
    name?: string;
  } = {},
): Promise<IrcTestClient> {
  const socket = new WebSocket(`ws://${host}:${port}/irc`, [...protocols]);
  socket.binaryType = "arraybuffer";
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const readable = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
  const ended = Promise.withResolvers<void>();
  socket.addEventListener("message", ({ data }) => {
    const line = typeof data === "string" ? data : decoder.decode(data);
    controller.enqueue(encoder.encode(`${line}\r\n`));
  });
  socket.addEventListener("close", () => {
    controller.close();
    ended.resolve();
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error("The WebSocket was not opened")));
  });
  const connection: ByteConnection = {
    readable,
    write(bytes) {
      for (const line of decoder.decode(bytes).split("\r\n").slice(0, -1)) {
        socket.send(socket.protocol === "binary.ircv3.net" ? encoder.encode(line) : line);
      }
      return Promise.resolve(bytes.length);
    },
    close: () => socket.close(),
  };
  return new IrcTestClient(connection, name);
}

/** A frame as it came. */
export interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly payload: Uint8Array;
}

/** Options for {@linkcode RawWebSocket.open}. */
export interface RawOptions {
  /** Headers beside those of the handshake; the value undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly path?: string;
}

/** The head of an answer, and the bytes after it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
}

/** A WebSocket that sends any frames, and sees every frame that comes. */
export class RawWebSocket implements Disposable {
  readonly connection: Deno.Conn;
  readonly answer: RawAnswer;
  #received: Uint8Array;

  constructor(connection: Deno.Conn, { answer, rest }: { answer: RawAnswer; rest: Uint8Array }) {
    this.connection = connection;
    this.answer = answer;
    this.#received = rest;
  }

  /** Asks for a WebSocket; `answer` says whether there is one. */
  static async open(address: Address, options: RawOptions = {}): Promise<RawWebSocket> {
    const connection = await Deno.connect({ hostname: address.host, port: address.port });
    const headers = {
      host: `${address.host}:${address.port}`,
      upgrade: "websocket",
      connection: "Upgrade",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      "sec-websocket-version": "13",
      "sec-websocket-protocol": "text.ircv3.net",
      ...options.headers,
    };
    const lines = Object.entries(headers).filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `GET ${options.path ?? "/irc"} HTTP/1.1\r\n${lines.join("")}\r\n`;
    await writeAll(connection, encoder.encode(head));
    return new RawWebSocket(connection, await readAnswer(connection));
  }

  /** Sends a frame; its payload is masked unless `mask` is false. */
  async send(
    payload: string | Uint8Array,
    { opcode = 1, final = true, mask = true, reserved = 0 } = {},
  ): Promise<void> {
    const bytes = typeof payload === "string" ? encoder.encode(payload) : payload;
    const head = headOf({ opcode, final, mask, reserved, length: bytes.length });
    await writeAll(this.connection, joined(head, mask ? masked(bytes) : bytes));
  }

  /** Sends bytes as they are. */
  async sendBytes(bytes: Uint8Array): Promise<void> {
    await writeAll(this.connection, bytes);
  }

  /** Reads the next frame; undefined at the end of the connection. */
  async next(): Promise<Frame | undefined> {
    for (;;) {
      const frame = this.#takeFrame();
      if (frame !== undefined) return frame;
      const buffer = new Uint8Array(64 * 1024);
      const count = await this.connection.read(buffer).catch(() => null);
      if (count === null) return undefined;
      this.#received = joined(this.#received, buffer.subarray(0, count));
    }
  }

  /** Reads up to the first frame that `wanted` accepts. */
  async waitFor(what: string, wanted: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const frame = await this.next();
      if (frame === undefined) throw new Error(`The connection ended before ${what}`);
      if (wanted(frame)) return frame;
    }
  }

  /** Reads up to a line that has `text` in it. */
  async waitForLine(text: string): Promise<string> {
    const frame = await this.waitFor(text, ({ payload }) => decoder.decode(payload).includes(text));
    return decoder.decode(frame.payload);
  }

  /** Reads up to the close frame; returns its status code. */
  async closeCode(): Promise<number> {
    const { payload } = await this.waitFor("a close frame", ({ opcode }) => opcode === 8);
    return payload[0]! << 8 | payload[1]!;
  }

  [Symbol.dispose](): void {
    try {
      this.connection.close();
    } catch {
      // The server's reset closed it.
    }
  }

  #takeFrame(): Frame | undefined {
    const bytes = this.#received;
    if (bytes.length < 2) return undefined;
    const short = bytes[1]! & 0x7f;
    const start = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (bytes.length < start) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const length = short === 126
      ? view.getUint16(2)
      : short === 127
      ? Number(view.getBigUint64(2))
      : short;
    if (bytes.length < start + length) return undefined;
    this.#received = bytes.slice(start + length);
    return {
      opcode: bytes[0]! & 0x0f,
      final: (bytes[0]! & 0x80) !== 0,
      payload: bytes.slice(start, start + length),
    };
  }
}

/** The mask of every frame; any is as good in a test. */
const MASK = [0x12, 0x34, 0x56, 0x78] as const;

/** The head of a frame, which may lie about the length. */
export function headOf(
  { opcode, final = true, mask = true, reserved = 0, length }: {
    opcode: number;
    final?: boolean;
    mask?: boolean;
    reserved?: number;
    length: number;
  },
): Uint8Array {
  const short = length < 126 ? length : length < 0x10000 ? 126 : 127;
  const extended = new Uint8Array(short === 126 ? 2 : short === 127 ? 8 : 0);
  const view = new DataView(extended.buffer);
  if (short === 126) view.setUint16(0, length);
  else if (short === 127) view.setBigUint64(0, BigInt(length));
  const first = (final ? 0x80 : 0) | reserved << 4 | opcode;
  return new Uint8Array([first, (mask ? 0x80 : 0) | short, ...extended, ...(mask ? MASK : [])]);
}

function masked(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, index) => byte ^ MASK[index & 3]!);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
}

async function readAnswer(
  connection: Deno.Conn,
): Promise<{ answer: RawAnswer; rest: Uint8Array }> {
  let bytes: Uint8Array = new Uint8Array(0);
  for (;;) {
    const buffer = new Uint8Array(4096);
    const count = await connection.read(buffer);
    if (count === null) throw new Error("The connection ended before the answer");
    bytes = joined(bytes, buffer.subarray(0, count));
    const text = decoder.decode(bytes);
    const end = text.indexOf("\r\n\r\n");
    if (end === -1) continue;
    const [first = "", ...lines] = text.slice(0, end).split("\r\n");
    const headers = new Headers(lines.map((line) => line.split(/: (.*)/s, 2) as [string, string]));
    const answer = { status: Number(first.split(" ")[1]), headers };
    return { answer, rest: bytes.slice(encoder.encode(text.slice(0, end)).length + 4) };
  }
}
