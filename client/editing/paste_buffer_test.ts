import { assertEquals } from "@std/assert";

import { KeyDecoder } from "../line/keys.ts";
import { Composer } from "./composer.ts";
import { InputDecoder } from "./keys.ts";
import { MAX_PASTE_CHARACTERS, PasteBuffer } from "./paste_buffer.ts";

Deno.test("A paste says how many characters were left out at its end", () => {
  const text = "x".repeat(MAX_PASTE_CHARACTERS - 1);
  const bytes = new TextEncoder().encode(`\x1b[200~${text}😀 tail\x1b[201~`);
  for (const decoder of [new InputDecoder(), new KeyDecoder()]) {
    const pieces = [bytes.subarray(0, 500_000), bytes.subarray(500_000)];
    const pastes = pieces.flatMap((piece) => decoder.push(piece));
    assertEquals(pastes, [{ type: "paste", text, leftOut: "😀 tail".length }]);
  }
});

Deno.test("A paste that is not too long is whole, with line feeds as line ends", () => {
  const buffer = new PasteBuffer();
  for (const piece of ["one\r", "\ntwo\rthree", "\n"]) buffer.add(piece);
  assertEquals(buffer.end(), { text: "one\ntwo\nthree\n", leftOut: 0 });
});

Deno.test("A text being typed says what it has no room for", () => {
  const composer = new Composer();
  assertEquals(composer.insert("x".repeat(999_999)), 0);
  assertEquals(composer.insert("yz"), 1);
  assertEquals(composer.text.length, 1_000_000);
});
