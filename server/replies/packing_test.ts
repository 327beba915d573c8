import { assertEquals } from "@std/assert";
import { packWords } from "./packing.ts";

Deno.test("Words are joined as long as they fit", () => {
  assertEquals(packWords(["aa", "bb", "cc"], { maxBytes: 5 }), ["aa bb", "cc"]);
  assertEquals(packWords(["aa", "bb", "cc"], { maxBytes: 4 }), ["aa", "bb", "cc"]);
  assertEquals(packWords(["aa", "bb"], { separator: ",", maxBytes: 5 }), ["aa,bb"]);
});

Deno.test("A word's length is counted in bytes, not in characters", () => {
  assertEquals(packWords(["éé", "éé"], { maxBytes: 8 }), ["éé", "éé"]);
  assertEquals(packWords(["éé", "éé"], { maxBytes: 9 }), ["éé éé"]);
});

Deno.test("No words make no text", () => {
  assertEquals(packWords([], { maxBytes: 10 }), []);
});

Deno.test("A word that is too long is a text of its own", () => {
  assertEquals(packWords(["a", "toolong", "b"], { maxBytes: 3 }), ["a", "toolong", "b"]);
});
