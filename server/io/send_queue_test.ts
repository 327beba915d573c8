import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Stream } from "./tick_output.ts";
import { SendQueue } from "./send_queue.ts";

const decoder = new TextDecoder();

function streamOf(...lines: string[]): Stream {
  const stream = new Stream();
  for (const line of lines) stream.append(line);
  return stream;
}

function taken(queue: SendQueue): string | undefined {
  const bytes = queue.take();
  return bytes === undefined ? undefined : decoder.decode(bytes);
}

Deno.test("An empty queue returns nothing", () => {
  const queue = new SendQueue();
  assertEquals(queue.take(), undefined);
  assertEquals(queue.bytes, 0);
});

Deno.test("Ranges that touch are taken as one slice of the stream", () => {
  const stream = streamOf("a", "b", "c");
  const queue = new SendQueue();
  queue.push(stream, 0, 3);
  queue.push(stream, 3, 6);
  assertEquals(queue.bytes, 6);
  const bytes = queue.take();
  assertEquals(decoder.decode(bytes), "a\r\nb\r\n");
  assert(bytes?.buffer === stream.range(0, 1).buffer);
  assertEquals(queue.bytes, 0);
});

Deno.test("Ranges with a gap are taken without the bytes in between", () => {
  const stream = streamOf("a", "b", "c");
  const queue = new SendQueue();
  queue.push(stream, 0, 3);
  queue.push(stream, 6, 9);
  assertEquals(taken(queue), "a\r\nc\r\n");
});

Deno.test("Ranges of several streams are taken in the order they were pushed", () => {
  const [one, two] = [streamOf("a", "c"), streamOf("b")];
  const queue = new SendQueue();
  queue.push(one, 0, 3);
  queue.push(two, 0, 3);
  queue.push(one, 3, 6);
  assertEquals(taken(queue), "a\r\nb\r\nc\r\n");
});

Deno.test("Owned bytes no longer need their stream and keep their order", () => {
  const stream = streamOf("early");
  const queue = new SendQueue();
  queue.push(stream, 0, stream.length);
  queue.copyShared();
  stream.range(0, stream.length).fill(0);
  const later = streamOf("late");
  queue.push(later, 0, later.length);
  assertEquals(queue.bytes, 13);
  assertEquals(taken(queue), "early\r\nlate\r\n");
});

Deno.test("Bytes of a revoked stream are neither taken nor counted", () => {
  const [kept, revoked] = [streamOf("kept"), streamOf("revoked")];
  const queue = new SendQueue();
  queue.push(revoked, 0, revoked.length);
  revoked.revoke();
  assertEquals(queue.take(), undefined);
  queue.push(kept, 0, kept.length);
  queue.push(revoked, 0, revoked.length);
  queue.copyShared();
  assertEquals(queue.bytes, 6);
  assertEquals(taken(queue), "kept\r\n");
});

Deno.test("Bytes that were taken do not change when the queue is used again", () => {
  const queue = new SendQueue();
  const [one, two] = [streamOf("one"), streamOf("two")];
  queue.push(one, 0, one.length);
  queue.copyShared();
  const bytes = queue.take();
  queue.push(two, 0, two.length);
  queue.copyShared();
  assertEquals(decoder.decode(bytes), "one\r\n");
});

/** One line of a tick, the stream it is written to, and whether this queue gets it. */
interface PlannedLine {
  readonly text: string;
  readonly stream: number;
  readonly wanted: boolean;
}

interface PlannedTick {
  readonly lines: readonly PlannedLine[];
  /** Which of its three streams are revoked at the end. */
  readonly revoked: readonly boolean[];
  /** Whether the last write has ended by the end of the tick. */
  readonly ready: boolean;
}

const plannedTick: fc.Arbitrary<PlannedTick> = fc.record({
  lines: fc.array(
    fc.record({
      text: fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.replace(/\n/g, "")),
      stream: fc.nat(2),
      wanted: fc.boolean(),
    }),
    { maxLength: 30 },
  ),
  revoked: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  ready: fc.boolean(),
});

Deno.test("Everything that is pushed arrives in order, except from revoked streams", () => {
  fc.assert(fc.property(fc.array(plannedTick, { maxLength: 20 }), (ticks) => {
    const queue = new SendQueue();
    let [expected, arrived] = ["", ""];
    for (const { lines, revoked, ready } of ticks) {
      const streams = [new Stream(), new Stream(), new Stream()];
      for (const { text, stream: index, wanted } of lines) {
        const stream = streams[index] as Stream;
        const start = stream.length;
        stream.append(text);
        if (!wanted) continue;
        queue.push(stream, start, stream.length);
        if (!revoked[index]) expected += `${text}\r\n`;
      }
      streams.forEach((stream, index) => revoked[index] && stream.revoke());
      if (ready) arrived += taken(queue) ?? "";
      else queue.copyShared();
    }
    arrived += taken(queue) ?? "";
    assertEquals(arrived, expected);
    assertEquals(queue.bytes, 0);
  }));
});
