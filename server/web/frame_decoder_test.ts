import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { FrameDecoder, MAX_MESSAGE_BYTES } from "./frame_decoder.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const MASK = [1, 2, 3, 4] as const;

/** What to change about the frame of a message. */
interface FrameOptions {
  readonly first?: number;
  /** The length that the header gives, if it lies. */
  readonly length?: number;
  readonly mask?: boolean;
}

const TEXT = 0x81;

/** A frame of a client: by default a whole text message. */
function frame(text: string, { first = TEXT, length, mask = true }: FrameOptions = {}): number[] {
  const payload = [...encoder.encode(text)];
  const size = length ?? payload.length;
  const short = size < 126 ? size : size < 0x10000 ? 126 : 127;
  const extended = new Uint8Array(short === 126 ? 2 : short === 127 ? 8 : 0);
  const view = new DataView(extended.buffer);
  if (short === 126) view.setUint16(0, size);
  if (short === 127) view.setBigUint64(0, BigInt(size));
  const masked = payload.map((byte, index) => byte ^ MASK[index & 3]!);
  return mask
    ? [first, 0x80 | short, ...extended, ...MASK, ...masked]
    : [first, short, ...extended, ...payload];
}

/** Decodes frames through an output of a given size; returns all lines and how it ended. */
function decode(
  bytes: readonly number[],
  { cuts = [], outputBytes = 64 }: {
    cuts?: readonly number[];
    outputBytes?: number;
  } = {},
) {
  const frames = new FrameDecoder();
  const output = new Uint8Array(outputBytes);
  // Its own, since bytes of half a character stay in a decoder.
  const decoder = new TextDecoder();
  let text = "";
  let from = 0;
  for (
    const end of [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
  ) {
    let input = new Uint8Array(bytes.slice(from, end));
    from = end;
    for (;;) {
      const length = frames.decode(input, output);
      text += decoder.decode(output.subarray(0, length), { stream: true });
      input = input.subarray(frames.consumed);
      if (length === 0) break;
    }
  }
  text += decoder.decode();
  return { text, frames, code: frames.ending?.code };
}

Deno.test("Each message becomes a line with CR LF", () => {
  const { text, code } = decode([...frame("NICK a"), ...frame("USER a 0 * :é")]);
  assertEquals([text, code], ["NICK a\r\nUSER a 0 * :é\r\n", undefined]);
});

Deno.test("The fragments of a message become one line", () => {
  const bytes = [...frame("PRIV", { first: 0x01 }), ...frame("MSG", { first: 0x00 })];
  const { text } = decode([...bytes, ...frame(" a :b", { first: 0x80 }), ...frame("next")]);
  assertEquals(text, "PRIVMSG a :b\r\nnext\r\n");
});

Deno.test("A control frame may come between the fragments of a message", () => {
  const { text, frames } = decode([
    ...frame("PI", { first: 0x01 }),
    ...frame("are you there", { first: 0x89 }),
    ...frame("NG", { first: 0x80 }),
  ]);
  assertEquals(text, "PING\r\n");
  assertEquals(decoder.decode(frames.takePing()), "are you there");
  assertEquals(frames.takePing(), undefined);
});

Deno.test("Of several pings only the latest is answered", () => {
  const { frames } = decode([...frame("1", { first: 0x89 }), ...frame("2", { first: 0x89 })]);
  assertEquals(decoder.decode(frames.takePing()), "2");
  assertEquals(frames.controlFrames, 2);
});

Deno.test("The lines do not depend on how frames are cut into reads, nor on the buffer", () => {
  const lines = fc.array(fc.string({ unit: "grapheme", maxLength: 300 }), { maxLength: 5 });
  const cuts = fc.array(fc.nat(1000), { maxLength: 20 });
  fc.assert(
    fc.property(lines, cuts, fc.integer({ min: 2, max: 70 }), (lines, cuts, outputBytes) => {
      const bytes = lines.flatMap((line) => [...frame(""), ...frame(line)]);
      const { text } = decode(bytes, { cuts, outputBytes });
      assertEquals(text, lines.map((line) => `\r\n${line}\r\n`).join(""));
    }),
  );
});

Deno.test("Any bytes are decoded without an error, and give no more than came", () => {
  const bytes = fc.uint8Array({ maxLength: 400 });
  fc.assert(fc.property(bytes, (bytes) => {
    const { text, frames } = decode([...bytes]);
    assertEquals(encoder.encode(text.replaceAll("\ufffd", "?")).length <= bytes.length, true);
    assertEquals(frames.ending === undefined || frames.ending.code >= 1000, true);
  }));
});

Deno.test("A long message passes without being held", () => {
  const line = "x".repeat(MAX_MESSAGE_BYTES);
  const { text, code } = decode(frame(line), { outputBytes: 100 });
  assertEquals([text.length, code], [line.length + 2, undefined]);
});

for (
  const [what, bytes, code, reason] of [
    ["is not masked", frame("a", { mask: false }), 1002, "not masked"],
    ["has reserved bits", frame("a", { first: 0xc1 }), 1002, "reserved bits"],
    ["has an unknown opcode for messages", frame("a", { first: 0x83 }), 1002, "unknown opcode"],
    ["has an unknown opcode for control", frame("a", { first: 0x8b }), 1002, "unknown opcode"],
    ["continues no message", frame("a", { first: 0x80 }), 1002, "continues no message"],
    [
      "begins a message in another",
      [
        ...frame("a", { first: 0x01 }),
        ...frame("b"),
      ],
      1002,
      "begins in another",
    ],
    ["is a fragment of a ping", frame("a", { first: 0x09 }), 1002, "fragmented"],
    ["is a ping of 126 bytes", frame("x".repeat(126), { first: 0x89 }), 1002, "too long"],
    ["is too long", frame("a", { length: MAX_MESSAGE_BYTES + 1 }), 1009, "more than 65536 bytes"],
    ["claims the largest length", frame("a", { length: 2 ** 63 }), 1009, "more than"],
    [
      "makes its message too long",
      [
        ...frame("x".repeat(MAX_MESSAGE_BYTES), { first: 0x01 }),
        ...frame("x", { first: 0x80 }),
      ],
      1009,
      "more than",
    ],
    ["closes with half a status code", frame("a", { first: 0x88 }), 1002, "status code"],
    [
      "closes with a code that is never sent",
      [
        ...frame("", { first: 0x88, length: 2 }),
        1005 >> 8 ^ MASK[0],
        1005 & 0xff ^ MASK[1],
      ],
      1002,
      "status code",
    ],
  ] as const
) {
  Deno.test(`A frame that ${what} ends the connection with ${code}`, () => {
    const { frames } = decode([...bytes, ...frame("after")]);
    assertEquals(frames.ending?.code, code);
    assertStringIncludes(frames.ending?.reason ?? "", reason);
    assertEquals(frames.ending?.byPeer, false);
  });
}

Deno.test("Either type of message is taken, whichever was agreed on", () => {
  const { text } = decode([...frame("a"), ...frame("b", { first: 0x82 })]);
  assertEquals(text, "a\r\nb\r\n");
});

Deno.test("A close frame ends the connection with its code, and nothing after it is read", () => {
  const { text, frames } = decode([
    ...frame("a"),
    ...frame("", { first: 0x88, length: 2 }),
    1001 >> 8 ^ MASK[0],
    1001 & 0xff ^ MASK[1],
    ...frame("b"),
  ]);
  assertEquals(text, "a\r\n");
  assertEquals([frames.ending?.code, frames.ending?.byPeer], [1001, true]);
  assertEquals(decode(frame("", { first: 0x88 })).code, 1005);
});
