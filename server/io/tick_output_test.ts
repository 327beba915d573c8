import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { Stream, StreamHolder, TickOutput } from "./tick_output.ts";

function textOf(stream: Stream, start = 0, end = stream.length): string {
  return new TextDecoder().decode(stream.range(start, end));
}

function outputWithCount() {
  let requests = 0;
  const output = new TickOutput(() => requests++);
  return { output, requests: () => requests };
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
  const { output } = outputWithCount();
  const holder = new StreamHolder("crlf");
  const first = output.streamOf(holder, false);
  assertStrictEquals(output.streamOf(holder, false), first);
  output.flush();
  assert(output.streamOf(holder, false) !== first);
});

Deno.test("A holder is empty between ticks", () => {
  const { output } = outputWithCount();
  const holder = new StreamHolder("crlf");
  output.streamOf(holder, true);
  output.flush();
  assertEquals(holder.stream, undefined);
});

Deno.test("The first queue of a tick requests the tick, later ones do not", () => {
  const { output, requests } = outputWithCount();
  const queue = { flush: () => {} };
  output.add(queue);
  output.add(queue);
  assertEquals(requests(), 1);
  output.flush();
  output.add(queue);
  assertEquals(requests(), 2);
});

Deno.test("A queue that is added during a flush is flushed in the next tick", () => {
  const { output, requests } = outputWithCount();
  let flushes = 0;
  const late = { flush: () => flushes++ };
  output.add({ flush: () => output.add(late) });
  output.flush();
  assertEquals(flushes, 0);
  assertEquals(requests(), 2);
  output.flush();
  assertEquals(flushes, 1);
});

Deno.test("Lines that are written during a flush belong to the next tick", () => {
  const { output } = outputWithCount();
  const before = output.direct("crlf", false);
  let during: Stream | undefined;
  output.add({ flush: () => during = output.direct("crlf", false) });
  output.flush();
  assert(during !== before);
  assertStrictEquals(output.direct("crlf", false), during);
});

Deno.test("Only the pledged streams of the current tick are revoked", () => {
  const { output } = outputWithCount();
  const earlier = output.direct("crlf", true);
  output.flush();
  const plain = output.direct("crlf", false);
  const pledged = output.direct("crlf", true);
  const ofChannel = output.streamOf(new StreamHolder("crlf"), true);
  output.revoke();
  const revoked = [earlier, plain, pledged, ofChannel].map((stream) => stream.revoked);
  assertEquals(revoked, [false, false, true, true]);
});

Deno.test("Pledged lines and others never share a stream", () => {
  const { output } = outputWithCount();
  assert(output.direct("crlf", true) !== output.direct("crlf", false));
});

Deno.test("A tick of a server that is behind sends to some connections, and the next one to others", () => {
  const { output, requests } = outputWithCount();
  const flushed: number[] = [];
  const count = 200;
  for (let index = 0; index < count; index++) {
    output.add({ flush: () => flushed.push(index) });
  }
  assertEquals(requests(), 1);
  output.flush({ isBehind: true });
  assert(flushed.length < 128, `${flushed.length} at once`);
  assertEquals(requests(), 2);
  output.add({ flush: () => flushed.push(count) });
  assertEquals(requests(), 2);
  output.flush();
  assertEquals(flushed, Array.from({ length: count + 1 }, (_, index) => index));
});

Deno.test("What is for few is sent before lines to many, of which some are sent in each tick all the same", () => {
  const { output } = outputWithCount();
  const flushed: string[] = [];
  for (let index = 0; index < 200; index++) {
    output.add({ flush: () => flushed.push("many") }, true);
    output.add({ flush: () => flushed.push("few") });
  }
  output.flush({ isBehind: true });
  const few = flushed.lastIndexOf("few") + 1;
  assertEquals(flushed.slice(0, few), Array(few).fill("few"));
  assert(few < flushed.length && flushed.length < 128, `${few} of ${flushed.length}`);
  output.flush();
  assertEquals(flushed.filter((kind) => kind === "few").length, 200);
  assertEquals(flushed.length, 400);
});
