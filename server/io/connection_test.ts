import type { MaybePromise } from "../maybe_promise.ts";
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { setImmediate } from "node:timers";
import type { LineError } from "../../protocol/lines.ts";
import { Connection, type LineReceiver } from "./connection.ts";
import { TickOutput } from "./tick_output.ts";
import type { Transport } from "./transport.ts";

const encoder = new TextEncoder();

/** A peer that a test controls: when bytes come, and when and how many are accepted. */
class FakeTransport implements Transport {
  readonly remoteAddress = "192.0.2.1";
  readonly secure = false;
  readonly framing = "crlf";
  readonly released = Promise.resolve();
  readonly calls: string[] = [];
  /** Everything that the peer has accepted. */
  received = "";
  readonly #decoder = new TextDecoder();
  #incoming: (Uint8Array | null | Error)[] = [];
  #reader: (() => void) | undefined;
  #writer: { bytes: Uint8Array; done: PromiseWithResolvers<number> } | undefined;

  async read(buffer: Uint8Array): Promise<number | null> {
    while (this.#incoming.length === 0) {
      await new Promise<void>((resolve) => this.#reader = resolve);
    }
    const next = this.#incoming.shift() ?? null;
    if (next instanceof Error) throw next;
    if (next === null) return null;
    const part = next.subarray(0, buffer.length);
    buffer.set(part);
    if (part.length < next.length) this.#incoming.unshift(next.subarray(part.length));
    return part.length;
  }

  write(bytes: Uint8Array): Promise<number> {
    this.calls.push("write");
    this.#writer = { bytes, done: Promise.withResolvers<number>() };
    return this.#writer.done.promise;
  }

  closeWrite(): void {
    this.calls.push("closeWrite");
  }

  close(): void {
    this.calls.push("close");
    this.say(new Deno.errors.BadResource("closed"));
  }

  /** Sends something to the server; null is the end. */
  say(next: string | null | Error): void {
    this.#incoming.push(typeof next === "string" ? encoder.encode(next) : next);
    this.#reader?.();
  }

  get isWriting(): boolean {
    return this.#writer !== undefined;
  }

  /** Accepts some bytes of the pending write, or all. */
  accept(count = Infinity): void {
    const writer = this.#writer;
    if (writer === undefined) throw new Error("Nothing is being written");
    this.#writer = undefined;
    const accepted = writer.bytes.subarray(0, count);
    this.received += this.#decoder.decode(accepted, { stream: true });
    writer.done.resolve(accepted.length);
  }

  refuse(error: Error): void {
    this.#writer?.done.reject(error);
  }
}

class RecordingReceiver implements LineReceiver {
  readonly lines: (string | LineError)[] = [];
  readonly closed = (reason: string) => void this.reasons.push(reason);
  readonly reasons: string[] = [];
  pause: Promise<void> | undefined;

  receive(line: string | LineError): MaybePromise {
    this.lines.push(line);
    return this.pause;
  }
}

function connected({ sendQueueBytes = 0 } = {}) {
  const transport = new FakeTransport();
  const output = new TickOutput(() => {});
  const connection = new Connection(transport, {
    output,
    lineLimits: { tagBytes: 4096, lineBytes: 512 },
    sendQueueBytes,
  });
  const receiver = new RecordingReceiver();
  connection.run(receiver);
  const running = connection.ended;
  const send = (...lines: string[]) => {
    const stream = output.direct("crlf", false);
    for (const line of lines) {
      const start = stream.length;
      stream.append(line);
      connection.enqueue(stream, start, stream.length);
    }
  };
  return { transport, output, connection, receiver, running, send };
}

/** Waits until everything that is ready has run. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

Deno.test("Lines are received whole, in any division into reads", async () => {
  const { transport, receiver, running } = connected();
  transport.say("NICK b");
  transport.say("ob\r\nUSER b 0 * :b\r\nJO");
  transport.say(`IN #1\r\nPRIVMSG #1 :${"x".repeat(400)}\r\n`);
  transport.say("QU");
  transport.say(null);
  await running;
  assertEquals(receiver.lines, [
    "NICK bob",
    "USER b 0 * :b",
    "JOIN #1",
    `PRIVMSG #1 :${"x".repeat(400)}`,
  ]);
  assertEquals(receiver.reasons, ["Connection closed"]);
});

Deno.test("No line is lost when the read buffer grows and shrinks", async () => {
  const { transport, receiver, running } = connected();
  const lines = Array.from({ length: 20_000 }, (_, i) => `PRIVMSG #1 :line ${i}`);
  transport.say(lines.slice(0, -1).join("\r\n") + "\r\n");
  transport.say(lines.slice(-1) + "\r\n");
  transport.say(null);
  await running;
  assertEquals(receiver.lines, lines);
});

Deno.test("The next line waits for the promise of the last one", async () => {
  const { transport, receiver, running } = connected();
  const { promise, resolve } = Promise.withResolvers<void>();
  receiver.pause = promise;
  transport.say("ONE\r\nTWO\r\n");
  transport.say("THREE\r\n");
  await turn();
  assertEquals(receiver.lines, ["ONE"]);
  receiver.pause = undefined;
  resolve();
  await turn();
  assertEquals(receiver.lines, ["ONE", "TWO", "THREE"]);
  transport.say(null);
  await running;
});

Deno.test("No line is received after the one that closed the connection", async () => {
  const { transport, receiver, connection, running } = connected();
  receiver.receive = (line) => {
    receiver.lines.push(line);
    connection.close("Quit");
  };
  transport.say("QUIT\r\nPRIVMSG #1 :ghost\r\n");
  transport.say("PRIVMSG #1 :ghost\r\n");
  transport.say(null);
  await running;
  assertEquals(receiver.lines, ["QUIT"]);
  assertEquals(receiver.reasons, ["Quit"]);
});

Deno.test("All lines of a tick are sent with one write at its end", async () => {
  const { transport, output, connection, send } = connected();
  send("one", "two", "three");
  await turn();
  assertEquals(transport.calls, []);
  output.flush();
  assertEquals(transport.calls, ["write"]);
  transport.accept();
  assertEquals(transport.received, "one\r\ntwo\r\nthree\r\n");
  connection.abort();
});

Deno.test("A socket that accepts a few bytes at a time gets all of them in order", async () => {
  const { transport, output, connection, send } = connected();
  let expected = "";
  for (let tick = 0; tick < 50; tick++) {
    const lines = [`:s NOTICE bob :tick ${tick}`, `:s NOTICE bob :日本語 ${tick}`];
    send(...lines);
    expected += lines.map((line) => `${line}\r\n`).join("");
    output.flush();
    if (transport.isWriting) transport.accept(7);
    await turn();
  }
  while (transport.received.length < expected.length) {
    output.flush();
    if (transport.isWriting) transport.accept(13);
    await turn();
  }
  assertEquals(transport.received, expected);
  connection.abort();
});

Deno.test("The next write waits for the last one", async () => {
  const { transport, output, connection, send } = connected();
  for (const line of ["one", "two", "three"]) {
    send(line);
    output.flush();
    await turn();
  }
  assertEquals(transport.calls, ["write"]);
  transport.accept();
  await turn();
  output.flush();
  assertEquals(transport.calls, ["write", "write"]);
  transport.accept();
  assertEquals(transport.received, "one\r\ntwo\r\nthree\r\n");
  connection.abort();
});

Deno.test("A client that stops reading is disconnected after the flush, with SendQ exceeded", async () => {
  const { transport, output, connection, receiver, running, send } = connected({
    sendQueueBytes: 100,
  });
  send("x".repeat(60));
  output.flush();
  send("x".repeat(60));
  output.flush();
  assert(!connection.closing);
  send("x".repeat(60));
  assert(connection.closing);
  assertEquals(receiver.reasons, []);
  output.flush();
  assertEquals(receiver.reasons, [], "The QUIT belongs to the next tick");
  await running;
  assertEquals(receiver.reasons, ["SendQ exceeded"]);
  assertEquals(transport.calls, ["write", "close"]);
});

Deno.test("A queue without a limit never overflows", () => {
  const { output, connection, send } = connected({ sendQueueBytes: 0 });
  send("x");
  output.flush();
  for (let i = 0; i < 100; i++) send("x".repeat(100_000));
  assert(!connection.closing);
  connection.abort();
});

Deno.test("Closing sends the queue, then ends the writing direction", async () => {
  const { transport, output, connection, receiver, running, send } = connected();
  send("ERROR :bye");
  connection.close("Quit");
  send("too late");
  output.flush();
  assertEquals(transport.calls, ["write"]);
  transport.accept(4);
  await turn();
  transport.accept();
  await turn();
  output.flush();
  assertEquals(transport.calls, ["write", "write", "closeWrite"]);
  assertEquals(transport.received, "ERROR :bye\r\n");
  assertEquals(receiver.reasons, []);
  transport.say(null);
  await running;
  assertEquals(transport.calls.at(-1), "close");
  assertEquals(receiver.reasons, ["Quit"]);
});

Deno.test("Closing with an empty queue ends the writing direction at once", async () => {
  const { transport, output, connection, running } = connected();
  connection.close("Quit");
  output.flush();
  assertEquals(transport.calls, ["closeWrite"]);
  transport.say(null);
  await running;
});

Deno.test("Lines that arrive after closing are read and ignored", async () => {
  const { transport, connection, receiver, running } = connected();
  connection.close("Killed");
  for (let i = 0; i < 100; i++) transport.say("PRIVMSG #1 :spam\r\n");
  transport.say(null);
  await running;
  assertEquals(receiver.lines, []);
  assertEquals(receiver.reasons, ["Killed"]);
});

Deno.test("A connection ends once, with the first reason", async () => {
  const { transport, connection, receiver, running } = connected();
  connection.close("Killed");
  connection.close("Quit");
  connection.abort();
  connection.abort();
  transport.say(null);
  await running;
  assertEquals(receiver.reasons, ["Killed"]);
  assertEquals(transport.calls, ["close"]);
});

for (
  const [error, reason] of [
    [new Deno.errors.ConnectionReset("x"), "Connection reset by peer"],
    [new Deno.errors.BrokenPipe("x"), "Broken pipe"],
    [new Deno.errors.TimedOut("x"), "Connection timed out"],
    [new Error("x"), "Connection lost"],
  ] as const
) {
  Deno.test(`A read that fails with ${error.name} ends the connection: ${reason}`, async () => {
    const { transport, receiver, running } = connected();
    transport.say(error);
    await running;
    assertEquals(receiver.reasons, [reason]);
  });

  Deno.test(`A write that fails with ${error.name} ends the connection: ${reason}`, async () => {
    const { transport, output, receiver, running, send } = connected();
    send("one");
    output.flush();
    transport.refuse(error);
    await running;
    assertEquals(receiver.reasons, [reason]);
  });
}

Deno.test("A flush after the connection has ended sends nothing", async () => {
  const { transport, output, connection, running, send } = connected();
  send("one");
  connection.abort();
  output.flush();
  await running;
  assertEquals(transport.calls, ["close"]);
});

Deno.test("A connection closes after its queue was revoked", async () => {
  const { transport, output, connection, running } = connected();
  const stream = output.direct("crlf", true);
  stream.append("never stored");
  connection.enqueue(stream, 0, stream.length);
  connection.close("Quit");
  output.revoke();
  output.flush();
  assertEquals(transport.calls, ["closeWrite"]);
  transport.say(null);
  await running;
});

Deno.test("A long answer does not wait while the queue is short", () => {
  const { connection, send } = connected({ sendQueueBytes: 1000 });
  assertStrictEquals(connection.drained(), undefined);
  send("x".repeat(100));
  assertStrictEquals(connection.drained(), undefined);
  connection.abort();
});

Deno.test("A long answer waits once the queue is more than half full", () => {
  const { connection, send } = connected({ sendQueueBytes: 1000 });
  send("x".repeat(500 - "\r\n".length));
  assertStrictEquals(connection.drained(), undefined);
  send("");
  assert(connection.drained() instanceof Promise);
  connection.abort();
});

Deno.test("A long answer waits until the peer has read the queue", async () => {
  const { transport, output, connection, send } = connected({ sendQueueBytes: 1000 });
  send("x".repeat(600));
  let drained = false;
  const waiting = Promise.resolve(connection.drained()).then(() => drained = true);
  await turn();
  output.flush();
  transport.accept(100);
  await turn();
  assert(!drained);
  transport.accept();
  await waiting;
  assert(drained);
  connection.abort();
});

Deno.test("A long answer stops waiting when the connection ends", async () => {
  const { output, connection, send } = connected({ sendQueueBytes: 1000 });
  send("x".repeat(600));
  const waiting = connection.drained();
  output.flush();
  connection.abort();
  await waiting;
  assertStrictEquals(connection.drained(), undefined);
});
