import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";

import {
  LineDecoder,
  type LineError,
  MAX_CLIENT_TAG_BYTES,
  MAX_LINE_BYTES,
  ownText,
  truncateUtf8,
  utf8Length,
} from "./lines.ts";

const encoder = new TextEncoder();
const CLIENT_LIMITS = { tagBytes: MAX_CLIENT_TAG_BYTES, lineBytes: MAX_LINE_BYTES };
const SMALL_LIMITS = { tagBytes: 12, lineBytes: 16 };

function decode(input: string): (string | LineError)[] {
  return new LineDecoder(CLIENT_LIMITS).push(encoder.encode(input));
}

function decodeInPieces(bytes: Uint8Array, cuts: readonly number[]): (string | LineError)[] {
  const decoder = new LineDecoder(SMALL_LIMITS);
  const lines: (string | LineError)[] = [];
  const buffer = new Uint8Array(bytes.length);
  let from = 0;
  for (
    const cut of [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(ascending)
  ) {
    buffer.set(bytes.subarray(from, cut));
    lines.push(...decoder.push(buffer.subarray(0, cut - from)));
    // Callers reuse the memory of a chunk.
    buffer.fill(0x21);
    from = cut;
  }
  return lines;
}

function ascending(one: number, other: number): number {
  return one - other;
}

const bytePieces = fc.constantFrom<number[]>(
  [0x0a],
  [0x0d],
  [0x0d, 0x0a],
  [0x20],
  [0x40],
  [0x3a],
  [0x61],
  [0x62, 0x63, 0x64, 0x65],
  [0xc3, 0xa9],
  [0xe6, 0xbc, 0xa2],
  [0xf0, 0x9f, 0x98, 0x80],
  [0xef, 0xbb, 0xbf],
  [0xff],
  [0xc3],
  [0x00],
);
const wireBytes = fc.array(bytePieces, { maxLength: 80 })
  .map((pieces) => Uint8Array.from(pieces.flat()));

Deno.test("The lines are the same however the bytes are divided into chunks", () => {
  fc.assert(
    fc.property(wireBytes, fc.array(fc.nat(200), { maxLength: 12 }), (bytes, cuts) => {
      const whole = decodeInPieces(bytes, []);
      assertEquals(decodeInPieces(bytes, cuts), whole);
      assertEquals(decodeInPieces(bytes, Array.from(bytes.keys())), whole);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("Decoding never throws and holds at most one line of maximum length", () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 10 });
  fc.assert(fc.property(chunks, (given) => {
    const decoder = new LineDecoder(SMALL_LIMITS);
    for (const chunk of given) {
      decoder.push(chunk);
      assert(decoder.pendingBytes <= SMALL_LIMITS.tagBytes + SMALL_LIMITS.lineBytes);
    }
  }));
});

Deno.test("Lines of valid text within the limits are returned unchanged", () => {
  const line = fc.string({ unit: "grapheme", minLength: 1, maxLength: 100 })
    .map((text) => text.replace(/[\r\n@]/g, "x"))
    .filter((text) => utf8Length(text) <= MAX_LINE_BYTES - 2);
  fc.assert(fc.property(fc.array(line), (lines) => {
    assertEquals(decode(lines.map((text) => `${text}\r\n`).join("")), lines);
  }));
});

Deno.test("LF alone ends a line, and empty lines are skipped", () => {
  assertEquals(decode("\r\nPING 1\nPING 2\r\r\n\n\r\nPING 3\r\nPIN"), [
    "PING 1",
    "PING 2",
    "PING 3",
  ]);
});

Deno.test("A byte order mark is part of its line", () => {
  assertEquals(decode("\ufeffPING\r\n"), ["\ufeffPING"]);
});

Deno.test("A line of exactly 512 bytes passes and one more byte is too long", () => {
  const longest = "PRIVMSG bob :".padEnd(MAX_LINE_BYTES - 2, "x");
  assertEquals(decode(`${longest}\r\n`), [longest]);
  assertEquals(decode(`${longest}x\r\nPING\r\n`), [
    { error: "too-long", command: "PRIVMSG" },
    "PING",
  ]);
});

Deno.test("The length of a line is measured in bytes", () => {
  const prefix = "PRIVMSG bob :";
  const longest = prefix + "é".repeat((MAX_LINE_BYTES - 2 - prefix.length - 1) / 2);
  assertEquals(decode(`${longest}\r\n`), [longest]);
  assertEquals(decode(`${longest}é\r\n`), [{ error: "too-long", command: "PRIVMSG" }]);
});

Deno.test("Tags have their own limit, counted through the space", () => {
  const tags = "@a=".padEnd(MAX_CLIENT_TAG_BYTES - 1, "x") + " ";
  const rest = "TAGMSG bob :".padEnd(MAX_LINE_BYTES - 2, "y");
  assertEquals(decode(`${tags}${rest}\r\n`), [tags + rest]);
  assertEquals(decode(`@${tags.slice(1, -1)}x TAGMSG bob\r\nPING\r\n`), [
    { error: "too-long", command: "TAGMSG" },
    "PING",
  ]);
});

Deno.test("An endless line is dropped, needs bounded memory and is reported once", () => {
  const decoder = new LineDecoder(CLIENT_LIMITS);
  const chunk = new Uint8Array(65536).fill(0x78);
  assertEquals(decoder.push(encoder.encode(":me PRIVMSG bob :")), []);
  for (let round = 0; round < 20; round++) assertEquals(decoder.push(chunk), []);
  assertEquals(decoder.pendingBytes, MAX_CLIENT_TAG_BYTES + MAX_LINE_BYTES);
  assertEquals(decoder.push(encoder.encode("\r\nPING 1\r\n")), [
    { error: "too-long", command: "PRIVMSG" },
    "PING 1",
  ]);
  assertEquals(decoder.pendingBytes, 0);
  assertEquals(decoder.push(encoder.encode("PIN")), []);
  assertEquals(decoder.push(encoder.encode("G 2\r\n")), ["PING 2"]);
});

Deno.test("A line that is not UTF-8 is reported in its position", () => {
  const bytes = encoder.encode("PING 1\r\n@a=b NOTICE bob :x?\r\n?\r\nPING 2\r\n");
  const broken = bytes.map((byte) => byte === 0x3f ? 0xff : byte);
  assertEquals(new LineDecoder(CLIENT_LIMITS).push(broken), [
    "PING 1",
    { error: "invalid-utf8", command: "NOTICE" },
    { error: "invalid-utf8", command: "*" },
    "PING 2",
  ]);
});

Deno.test("The computed length in UTF-8 is the length that the encoder writes", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(utf8Length(text), encoder.encode(text).length);
  }));
  assertEquals(utf8Length("\ud800x\udc00"), 7);
});

Deno.test("The computed length is right at the borders of the ranges of UTF-16 and UTF-8", () => {
  const borders = [0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000];
  for (const first of borders) {
    for (const second of borders) {
      const text = String.fromCharCode(first, second);
      assertEquals(utf8Length(text), encoder.encode(text).length, `${first} ${second}`);
    }
  }
});

Deno.test("A truncated text is the longest prefix that fits", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(60), (text, maxBytes) => {
      const cut = truncateUtf8(text, maxBytes);
      assert(text.startsWith(cut));
      assert(utf8Length(cut) <= maxBytes);
      const segments = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
      const kept = Array.from(new Intl.Segmenter().segment(cut)).length;
      const next = segments.slice(0, kept + 1).join("");
      assert(cut === text || utf8Length(next) > maxBytes);
      assertEquals(segments.slice(0, kept).join(""), cut);
    }),
  );
});

Deno.test("Truncation never cuts inside a grapheme", () => {
  assertEquals(truncateUtf8("abc", 2), "ab");
  assertEquals(truncateUtf8("ae\u0301", 3), "a");
  assertEquals(truncateUtf8("a👨‍👩‍👧b", 12), "a");
  assertEquals(truncateUtf8("é", 1), "");
});

Deno.test("A copied text equals the original", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => assertEquals(ownText(text), text)),
  );
});
