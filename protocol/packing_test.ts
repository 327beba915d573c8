import { assertEquals } from "@std/assert";

import { packWords } from "./packing.ts";

Deno.test("Words are packed into as few texts as their bytes allow", () => {
  assertEquals(packWords(["ab", "cd", "é", "f"], { maxBytes: 5 }), ["ab cd", "é f"]);
  assertEquals(packWords([], { maxBytes: 5 }), []);
});

Deno.test("A word that is too long for a text stands alone", () => {
  assertEquals(packWords(["a", "bcdefgh", "i"], { maxBytes: 5 }), ["a", "bcdefgh", "i"]);
});

Deno.test("A text has at most maxWords words", () => {
  const options = { maxBytes: 100, maxWords: 2, separator: "," };
  assertEquals(packWords(["#1", "#2", "#3"], options), ["#1,#2", "#3"]);
});
