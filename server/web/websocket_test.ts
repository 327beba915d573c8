import { assertEquals, assertRejects } from "@std/assert";
import { setImmediate } from "node:timers";
import { type Transport, TransportError } from "../io/transport.ts";
import { WebSocketTransport } from "./websocket.ts";

const encoder = new TextEncoder();

/** A socket that a test controls: what it reads, and when a write ends. */
class FakeSocket implements Transport {
  readonly remoteAddress = "192.0.2.1";
  readonly secure = false;
  readonly framing = "crlf";
  readonly released = Promise.resolve();
  /** The bytes that were accepted. */
  readonly written: number[] = [];
  readonly calls: string[] = [];
  /** Whether writes wait for {@linkcode accept}. */
  stuck = false;
  readonly #unread: (Uint8Array | null)[];
  #waiting: { bytes: Uint8Array; resolve: (count: number) => void } | undefined;

  constructor(...unread: (readonly number[] | null)[]) {
    this.#unread = unread.map((bytes) => bytes === null ? null : new Uint8Array(bytes));
  }

  read(buffer: Uint8Array): Promise<number | null> {
    const next = this.#unread.shift();
    if (next === undefined) return new Promise(() => {});
    if (next !== null) buffer.set(next);
    return Promise.resolve(next?.length ?? null);
  }

  write(bytes: Uint8Array): Promise<number> {
    if (!this.stuck) {
      this.written.push(...bytes);
      return Promise.resolve(bytes.length);
    }
    return new Promise((resolve) => this.#waiting = { bytes, resolve });
  }

  /** Accepts some bytes of the write that waits. */
  async accept(count: number): Promise<void> {
    const { bytes, resolve } = this.#waiting!;
    this.#waiting = undefined;
    this.written.push(...bytes.subarray(0, count));
    resolve(count);
    await turn();
  }

  get isWriting(): boolean {
    return this.#waiting !== undefined;
  }

  closeWrite(): void {
    this.calls.push("closeWrite");
  }

  close(): void {
    this.calls.push("close");
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

function open(socket: FakeSocket, received: readonly number[] = []): WebSocketTransport {
  return new WebSocketTransport(socket, {
    remoteAddress: "203.0.113.5",
    secure: true,
    framing: "text",
    received: new Uint8Array(received),
  });
}

/** A frame whose mask is all zeros. */
function frame(first: number, text = ""): number[] {
  return [first, 0x80 | text.length, 0, 0, 0, 0, ...encoder.encode(text)];
}

const MESSAGE = 0x81;
const PING = 0x89;
const PONG = 0x8a;
const CLOSE = 0x88;

async function readText(transport: WebSocketTransport, bytes = 64): Promise<string> {
  const buffer = new Uint8Array(bytes);
  const count = await transport.read(buffer);
  return new TextDecoder().decode(buffer.subarray(0, count ?? 0));
}

Deno.test("What came with the request is read before the socket", async () => {
  const transport = open(new FakeSocket(frame(MESSAGE, "two")), frame(MESSAGE, "one"));
  assertEquals(await readText(transport), "one\r\n");
  assertEquals(await readText(transport), "two\r\n");
});

Deno.test("A small buffer gets a message in parts", async () => {
  const transport = open(new FakeSocket(frame(MESSAGE, "abc")));
  const parts = [];
  for (let i = 0; i < 3; i++) parts.push(await readText(transport, 2));
  assertEquals(parts, ["ab", "c", "\r\n"]);
});

Deno.test("A pong waits until the lines that are being written are whole", async () => {
  const socket = new FakeSocket([...frame(PING, "p"), ...frame(MESSAGE, "x")]);
  const transport = open(socket);
  socket.stuck = true;
  const writing = transport.write(new Uint8Array([1, 2, 3, 4]));
  await readText(transport);
  await socket.accept(1);
  await socket.accept(3);
  assertEquals(await writing, 4);
  assertEquals(socket.written, [1, 2, 3, 4]);
  await socket.accept(3);
  assertEquals(socket.written, [1, 2, 3, 4, PONG, 1, 112]);
});

Deno.test("Lines wait until the pong that is being written is whole", async () => {
  const socket = new FakeSocket([...frame(PING, "p"), ...frame(MESSAGE, "x")]);
  const transport = open(socket);
  socket.stuck = true;
  await readText(transport);
  const writing = transport.write(new Uint8Array([1]));
  await socket.accept(1);
  await socket.accept(2);
  await socket.accept(1);
  assertEquals(await writing, 1);
  assertEquals(socket.written, [PONG, 1, 112, 1]);
});

Deno.test("A client that pings and does not read gets one pong", async () => {
  const pings = Array.from({ length: 20 }, (_, index) => frame(PING, `${index % 10}`));
  const socket = new FakeSocket(...pings, frame(MESSAGE, "x"));
  const transport = open(socket);
  socket.stuck = true;
  const writing = transport.write(new Uint8Array([1]));
  await readText(transport);
  socket.stuck = false;
  await socket.accept(1);
  await writing;
  await turn();
  assertEquals(socket.written, [1, PONG, 1, 57]);
});

Deno.test("The end of the writing direction is a close frame, once", async () => {
  const socket = new FakeSocket();
  const transport = open(socket);
  transport.closeWrite();
  transport.closeWrite();
  await turn();
  assertEquals(socket.written, [CLOSE, 2, 1000 >> 8, 1000 & 0xff]);
  assertEquals(socket.calls, []);
});

Deno.test("A close frame of the client is answered, then the input ends", async () => {
  const socket = new FakeSocket([...frame(MESSAGE, "x"), ...frame(CLOSE), ...frame(MESSAGE, "y")]);
  const transport = open(socket);
  assertEquals(await readText(transport), "x\r\n");
  assertEquals(await transport.read(new Uint8Array(64)), null);
  assertEquals(socket.written, [CLOSE, 0]);
});

Deno.test("A client that does not read its lines does not get a close frame either", async () => {
  const socket = new FakeSocket(frame(CLOSE));
  const transport = open(socket);
  socket.stuck = true;
  void transport.write(new Uint8Array([1]));
  assertEquals(await transport.read(new Uint8Array(64)), null);
  assertEquals(socket.isWriting, true);
  assertEquals(socket.written, []);
});

Deno.test("A client that breaks the rules is told, and the socket stays open until it has heard", async () => {
  const socket = new FakeSocket([...frame(MESSAGE, "x"), ...frame(0x83)]);
  const transport = open(socket);
  assertEquals(await readText(transport), "x\r\n");
  await assertRejects(() => transport.read(new Uint8Array(64)), TransportError, "unknown opcode");
  transport.close();
  assertEquals(socket.written.slice(2, 4), [1002 >> 8, 1002 & 0xff]);
  assertEquals(socket.calls, ["closeWrite"]);
});

Deno.test("The end of the socket is the end of the input", async () => {
  assertEquals(await open(new FakeSocket(null)).read(new Uint8Array(8)), null);
});
