import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { Outbox, Stream, StreamHolder } from "./outbox.ts";

function textOf(stream: Stream, start = 0, end = stream.length): string {
  return new TextDecoder().decode(stream.range(start, end));
}

function outboxWithCount() {
  let requests = 0;
  const outbox = new Outbox(() => requests++);
  return { outbox, requests: () => requests };
}

Deno.test("A stream holds lines of any length with their line ends", () => {
  const stream = new Stream();
  const lines = ["short", "日本語 ünïcode 🎉", "", "x".repeat(5000), "é".repeat(3000), "last"];
  for (const line of lines) stream.append(line);
  assertEquals(textOf(stream), lines.map((line) => `${line}\r\n`).join(""));
});

Deno.test("A range of a stream holds the lines between its ends", () => {
  const stream = new Stream();
  stream.append("one");
  const start = stream.length;
  stream.append("two");
  const end = stream.length;
  stream.append("x".repeat(10_000));
  assertEquals(textOf(stream, start, end), "two\r\n");
});

Deno.test("A lone surrogate is written as U+FFFD", () => {
  const stream = new Stream();
  stream.append("\ud800".repeat(2000));
  stream.append("next");
  assertEquals(textOf(stream), `${"\ufffd".repeat(2000)}\r\nnext\r\n`);
});

Deno.test("A holder has one stream during a tick and another one in the next", () => {
  const { outbox } = outboxWithCount();
  const holder = new StreamHolder("crlf");
  const first = outbox.streamOf(holder, false);
  assertStrictEquals(outbox.streamOf(holder, false), first);
  outbox.flush();
  assert(outbox.streamOf(holder, false) !== first);
});

Deno.test("A holder is empty between ticks", () => {
  const { outbox } = outboxWithCount();
  const holder = new StreamHolder("crlf");
  outbox.streamOf(holder, true);
  outbox.flush();
  assertEquals(holder.stream, undefined);
});

Deno.test("The first queue of a tick requests the tick, later ones do not", () => {
  const { outbox, requests } = outboxWithCount();
  const queue = { flush: () => {} };
  outbox.add(queue);
  outbox.add(queue);
  assertEquals(requests(), 1);
  outbox.flush();
  outbox.add(queue);
  assertEquals(requests(), 2);
});

Deno.test("A queue that is added during a flush is flushed in the next tick", () => {
  const { outbox, requests } = outboxWithCount();
  let flushes = 0;
  const late = { flush: () => flushes++ };
  outbox.add({ flush: () => outbox.add(late) });
  outbox.flush();
  assertEquals(flushes, 0);
  assertEquals(requests(), 2);
  outbox.flush();
  assertEquals(flushes, 1);
});

Deno.test("Lines that are written during a flush belong to the next tick", () => {
  const { outbox } = outboxWithCount();
  const before = outbox.direct("crlf", false);
  let during: Stream | undefined;
  outbox.add({ flush: () => during = outbox.direct("crlf", false) });
  outbox.flush();
  assert(during !== before);
  assertStrictEquals(outbox.direct("crlf", false), during);
});

Deno.test("Only the pledged streams of the current tick are revoked", () => {
  const { outbox } = outboxWithCount();
  const earlier = outbox.direct("crlf", true);
  outbox.flush();
  const plain = outbox.direct("crlf", false);
  const pledged = outbox.direct("crlf", true);
  const ofChannel = outbox.streamOf(new StreamHolder("crlf"), true);
  outbox.revoke();
  const revoked = [earlier, plain, pledged, ofChannel].map((stream) => stream.revoked);
  assertEquals(revoked, [false, false, true, true]);
});

Deno.test("Pledged lines and others never share a stream", () => {
  const { outbox } = outboxWithCount();
  assert(outbox.direct("crlf", true) !== outbox.direct("crlf", false));
});
