import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";

import { utf8Length } from "../../protocol/lines.ts";
import { splitText } from "./split.ts";

Deno.test("A text is cut after a space if one is near, or else within a word", () => {
  assertEquals(splitText("hello wide world", 12), ["hello wide ", "world"]);
  assertEquals(splitText("abcdefghij", 4), ["abcd", "efgh", "ij"]);
  assertEquals(splitText("", 10), [""]);
});

Deno.test("A letter is not cut unless it alone is too long for a piece", () => {
  assertEquals(splitText("日本語", 7), ["日本", "語"]);
  assertEquals(splitText("e" + "\u0301".repeat(3), 4).join(""), "e\u0301\u0301\u0301");
});

Deno.test("Pieces are short enough and, joined, are the text", () => {
  fc.assert(fc.property(
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.integer({ min: 4, max: 50 }),
    (text, maxBytes) => {
      const pieces = splitText(text, maxBytes);
      assertEquals(pieces.join(""), text);
      assert(pieces.every((piece) => utf8Length(piece) <= maxBytes));
    },
  ));
});

Deno.test("A very long text is cut in time", () => {
  const text = "x".repeat(1_000_000);
  assertEquals(splitText(text, 400).length, 2_500);
});

Deno.test("Pieces too short for a character are an error", () => {
  assertThrows(() => splitText("x", 3), RangeError);
});
