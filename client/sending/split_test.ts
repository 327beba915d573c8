import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";

import { utf8Length } from "../../protocol/lines.ts";
import { splitText } from "./split.ts";

Deno.test("a text is cut after a space where one is near, and in a word where none is", () => {
  assertEquals(splitText("hello wide world", 12), ["hello wide ", "world"]);
  assertEquals(splitText("abcdefghij", 4), ["abcd", "efgh", "ij"]);
  assertEquals(splitText("", 10), [""]);
});

Deno.test("letters are not cut, unless one alone is longer than a line", () => {
  assertEquals(splitText("日本語", 7), ["日本", "語"]);
  assertEquals(splitText("e" + "\u0301".repeat(3), 4).join(""), "e\u0301\u0301\u0301");
});

Deno.test("pieces are short enough, and joined they are the text", () => {
  fc.assert(fc.property(
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.integer({ min: 4, max: 50 }),
    (text, most) => {
      const pieces = splitText(text, most);
      assertEquals(pieces.join(""), text);
      assert(pieces.every((piece) => utf8Length(piece) <= most));
    },
  ));
});

Deno.test("no room for a character is an error", () => {
  assertThrows(() => splitText("x", 3), RangeError);
});
