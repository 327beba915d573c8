import { assertEquals } from "@std/assert";
import { packWords } from "./packing.ts";

Deno.test("words are joined as long as they fit", () => {
  assertEquals(packWords(["aa", "bb", "cc"], { maxBytes: 5 }), ["aa bb", "cc"]);
  assertEquals(packWords(["aa", "bb", "cc"], { maxBytes: 4 }), ["aa", "bb", "cc"]);
  assertEquals(packWords(["aa", "bb"], { separator: ",", maxBytes: 5 }), ["aa,bb"]);
});

Deno.test("what a word weighs is its bytes, not its characters", () => {
  assertEquals(packWords(["éé", "éé"], { maxBytes: 8 }), ["éé", "éé"]);
  assertEquals(packWords(["éé", "éé"], { maxBytes: 9 }), ["éé éé"]);
});

Deno.test("no words make no text", () => {
  assertEquals(packWords([], { maxBytes: 10 }), []);
});

Deno.test("a word that is too long stands alone", () => {
  assertEquals(packWords(["a", "toolong", "b"], { maxBytes: 3 }), ["a", "toolong", "b"]);
});
