import { assertEquals } from "@std/assert";

import { encodeFrames, FrameCounter } from "./frames.ts";

Deno.test("Each line becomes a masked frame without its CR LF", () => {
  assertEquals(
    [...encodeFrames(new TextEncoder().encode("A\r\nBC\r\n"))],
    [0x81, 0x81, 0, 0, 0, 0, 65, 0x81, 0x82, 0, 0, 0, 0, 66, 67],
  );
});

Deno.test("A line of 126 bytes and more has a longer header", () => {
  const frames = encodeFrames(new TextEncoder().encode(`${"x".repeat(300)}\r\n`));
  assertEquals([...frames.subarray(0, 4)], [0x81, 0x80 | 126, 1, 44]);
  assertEquals(frames.length, 8 + 300);
});

Deno.test("Frames are counted wherever reads end", () => {
  const long = [0x81, 126, 1, 44, ...new Array<number>(300).fill(10)];
  const bytes = new Uint8Array([0x81, 2, 65, 66, ...long, 0x81, 1, 67]);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const frames = new FrameCounter();
    const counts = [bytes.subarray(0, cut), bytes.subarray(cut)].map((part) => frames.count(part));
    assertEquals(counts[0]! + counts[1]!, 3);
  }
});
