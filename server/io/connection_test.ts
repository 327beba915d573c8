import type { MaybePromise } from "../maybe_promise.ts";
import { assertEquals, assertStrictEquals } from "@std/assert";
import { setImmediate } from "node:timers";
import type { LineError } from "../../protocol/lines.ts";
import { Connection, type LineTaker } from "./connection.ts";
import { Outbox } from "./outbox.ts";
import type { Transport } from "./transport.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A peer that a test plays: it says when bytes come, and when and how many are taken. */
class FakeTransport implements Transport {
  readonly remoteAddress = "192.0.2.1";
  readonly secure = false;
  readonly calls: string[] = [];
  /** What the peer has taken. */
  received = "";
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

  /** What the server reads next; null is the end. */
  say(next: string | null | Error): void {
    this.#incoming.push(typeof next === "string" ? encoder.encode(next) : next);
    this.#reader?.();
  }

  get isWriting(): boolean {
    return this.#writer !== undefined;
  }

  /** Takes so many bytes of the write that is under way, or all. */
  accept(count = Infinity): void {
    const writer = this.#writer;
    if (writer === undefined) throw new Error("Nothing is being written");
    this.#writer = undefined;
    const taken = writer.bytes.subarray(0, count);
    this.received += decoder.decode(taken, { stream: true });
    writer.done.resolve(taken.length);
  }

  refuse(error: Error): void {
    this.#writer?.done.reject(error);
  }
}

class RecordingTaker implements LineTaker {
  readonly lines: (string | LineError)[] = [];
  readonly gone = (reason: string) => void this.reasons.push(reason);
  readonly reasons: string[] = [];
  pause: Promise<void> | undefined;

  take(line: string | LineError): MaybePromise {
    this.lines.push(line);
    return this.pause;
  }
}

function connected({ sendQueueBytes = 0 } = {}) {
  const transport = new FakeTransport();
  const outbox = new Outbox(() => {});
  const connection = new Connection(transport, {
    outbox,
    lineLimits: { tagBytes: 4096, lineBytes: 512 },
    sendQueueBytes,
  });
  const taker = new RecordingTaker();
  const running = connection.run(taker);
  const send = (...lines: string[]) => {
    const stream = outbox.direct(false);
    for (const line of lines) {
      const start = stream.length;
      stream.append(line);
      connection.enqueue(stream, start, stream.length);
    }
  };
  return { transport, outbox, connection, taker, running, send };
}

/** Lets everything that is ready happen. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

Deno.test("Lines are taken as they come, whole, whatever the reads bring", async () => {
  const { transport, taker, running } = connected();
  transport.say("NICK b");
  transport.say("ob\r\nUSER b 0 * :b\r\nJO");
  transport.say(`IN #1\r\nPRIVMSG #1 :${"x".repeat(400)}\r\n`);
  transport.say("QU");
  transport.say(null);
  await running;
  assertEquals(taker.lines, [
    "NICK bob",
    "USER b 0 * :b",
    "JOIN #1",
    `PRIVMSG #1 :${"x".repeat(400)}`,
  ]);
  assertEquals(taker.reasons, ["Connection closed"]);
});

Deno.test("A read of many lines is taken whole when the buffer has to grow and shrink", async () => {
  const { transport, taker, running } = connected();
  const lines = Array.from({ length: 20_000 }, (_, i) => `PRIVMSG #1 :line ${i}`);
  transport.say(lines.slice(0, -1).join("\r\n") + "\r\n");
  transport.say(lines.slice(-1) + "\r\n");
  transport.say(null);
  await running;
  assertEquals(taker.lines, lines);
});

Deno.test("The next line waits for what the last one is doing", async () => {
  const { transport, taker, running } = connected();
  const { promise, resolve } = Promise.withResolvers<void>();
  taker.pause = promise;
  transport.say("ONE\r\nTWO\r\n");
  transport.say("THREE\r\n");
  await turn();
  assertEquals(taker.lines, ["ONE"]);
  taker.pause = undefined;
  resolve();
  await turn();
  assertEquals(taker.lines, ["ONE", "TWO", "THREE"]);
  transport.say(null);
  await running;
});

Deno.test("No line is taken after the one that closed the connection", async () => {
  const { transport, taker, connection, running } = connected();
  taker.take = (line) => {
    taker.lines.push(line);
    connection.close("Quit");
  };
  transport.say("QUIT\r\nPRIVMSG #1 :ghost\r\n");
  transport.say("PRIVMSG #1 :ghost\r\n");
  transport.say(null);
  await running;
  assertEquals(taker.lines, ["QUIT"]);
  assertEquals(taker.reasons, ["Quit"]);
});

Deno.test("What a tick queues is sent with one write, at its end", async () => {
  const { transport, outbox, connection, send } = connected();
  send("one", "two", "three");
  await turn();
  assertEquals(transport.calls, []);
  outbox.flush();
  assertEquals(transport.calls, ["write"]);
  transport.accept();
  assertEquals(transport.received, "one\r\ntwo\r\nthree\r\n");
  connection.cut();
});

Deno.test("A socket that takes a few bytes at a time gets all of them, in order", async () => {
  const { transport, outbox, connection, send } = connected();
  let expected = "";
  for (let tick = 0; tick < 50; tick++) {
    const lines = [`:s NOTICE bob :tick ${tick}`, `:s NOTICE bob :日本語 ${tick}`];
    send(...lines);
    expected += lines.map((line) => `${line}\r\n`).join("");
    outbox.flush();
    if (transport.isWriting) transport.accept(7);
    await turn();
  }
  while (transport.received.length < expected.length) {
    outbox.flush();
    if (transport.isWriting) transport.accept(13);
    await turn();
  }
  assertEquals(transport.received, expected);
  connection.cut();
});

Deno.test("Never are two writes under way at once", async () => {
  const { transport, outbox, connection, send } = connected();
  for (const line of ["one", "two", "three"]) {
    send(line);
    outbox.flush();
    await turn();
  }
  assertEquals(transport.calls, ["write"]);
  transport.accept();
  await turn();
  outbox.flush();
  assertEquals(transport.calls, ["write", "write"]);
  transport.accept();
  assertEquals(transport.received, "one\r\ntwo\r\nthree\r\n");
  connection.cut();
});

Deno.test("A reader that does not read is closed with SendQ exceeded, amid no delivery", async () => {
  const { transport, outbox, connection, taker, running, send } = connected({
    sendQueueBytes: 100,
  });
  send("x".repeat(60));
  outbox.flush();
  send("x".repeat(60));
  outbox.flush();
  assertEquals(connection.closing, false);
  send("x".repeat(60));
  assertEquals(connection.closing, true);
  assertEquals(taker.reasons, []);
  outbox.flush();
  assertEquals(taker.reasons, [], "What others are told of it belongs to the next tick");
  await running;
  assertEquals(taker.reasons, ["SendQ exceeded"]);
  assertEquals(transport.calls, ["write", "close"]);
});

Deno.test("A queue without a bound never overflows", () => {
  const { outbox, connection, send } = connected({ sendQueueBytes: 0 });
  send("x");
  outbox.flush();
  for (let i = 0; i < 100; i++) send("x".repeat(100_000));
  assertEquals(connection.closing, false);
  connection.cut();
});

Deno.test("Closing sends what is queued, then says that no more will come", async () => {
  const { transport, outbox, connection, taker, running, send } = connected();
  send("ERROR :bye");
  connection.close("Quit");
  send("too late");
  outbox.flush();
  assertEquals(transport.calls, ["write"]);
  transport.accept(4);
  await turn();
  transport.accept();
  await turn();
  outbox.flush();
  assertEquals(transport.calls, ["write", "write", "closeWrite"]);
  assertEquals(transport.received, "ERROR :bye\r\n");
  assertEquals(taker.reasons, []);
  transport.say(null);
  await running;
  assertEquals(transport.calls.at(-1), "close");
  assertEquals(taker.reasons, ["Quit"]);
});

Deno.test("Closing with nothing queued says at once that nothing will come", async () => {
  const { transport, outbox, connection, running } = connected();
  connection.close("Quit");
  outbox.flush();
  assertEquals(transport.calls, ["closeWrite"]);
  transport.say(null);
  await running;
});

Deno.test("Who is told to go and goes on writing is read and not heard", async () => {
  const { transport, connection, taker, running } = connected();
  connection.close("Killed");
  for (let i = 0; i < 100; i++) transport.say("PRIVMSG #1 :spam\r\n");
  transport.say(null);
  await running;
  assertEquals(taker.lines, []);
  assertEquals(taker.reasons, ["Killed"]);
});

Deno.test("A connection ends once, for the first reason there was", async () => {
  const { transport, connection, taker, running } = connected();
  connection.close("Killed");
  connection.close("Quit");
  connection.cut();
  connection.cut();
  transport.say(null);
  await running;
  assertEquals(taker.reasons, ["Killed"]);
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
    const { transport, taker, running } = connected();
    transport.say(error);
    await running;
    assertEquals(taker.reasons, [reason]);
  });

  Deno.test(`A write that fails with ${error.name} ends the connection: ${reason}`, async () => {
    const { transport, outbox, taker, running, send } = connected();
    send("one");
    outbox.flush();
    transport.refuse(error);
    await running;
    assertEquals(taker.reasons, [reason]);
  });
}

Deno.test("A tick that ends after the connection did sends nothing", async () => {
  const { transport, outbox, connection, running, send } = connected();
  send("one");
  connection.cut();
  outbox.flush();
  await running;
  assertEquals(transport.calls, ["close"]);
});

Deno.test("What was taken back is not sent, and the connection closes all the same", async () => {
  const { transport, outbox, connection, running } = connected();
  const stream = outbox.direct(true);
  stream.append("never stored");
  connection.enqueue(stream, 0, stream.length);
  connection.close("Quit");
  outbox.revoke();
  outbox.flush();
  assertEquals(transport.calls, ["closeWrite"]);
  transport.say(null);
  await running;
});

Deno.test("A long answer may go on at once while little waits", () => {
  const { connection, send } = connected({ sendQueueBytes: 1000 });
  assertStrictEquals(connection.drained(), undefined);
  send("x".repeat(100));
  assertStrictEquals(connection.drained(), undefined);
  connection.cut();
});

Deno.test("A long answer waits until the reader has taken what it was sent", async () => {
  const { transport, outbox, connection, send } = connected({ sendQueueBytes: 1000 });
  send("x".repeat(600));
  let roomy = false;
  const waiting = Promise.resolve(connection.drained()).then(() => roomy = true);
  await turn();
  outbox.flush();
  transport.accept(100);
  await turn();
  assertEquals(roomy, false);
  transport.accept();
  await waiting;
  assertEquals(roomy, true);
  connection.cut();
});

Deno.test("A long answer to who is gone waits for nothing", async () => {
  const { outbox, connection, send } = connected({ sendQueueBytes: 1000 });
  send("x".repeat(600));
  const waiting = connection.drained();
  outbox.flush();
  connection.cut();
  await waiting;
  assertStrictEquals(connection.drained(), undefined);
});
