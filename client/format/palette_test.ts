import { assertEquals } from "@std/assert";

import { COLOUR_PALETTE, PLAIN_PALETTE } from "./palette.ts";

/** A text without the sequences that colour it. */
function withoutColours(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/\x1b\[[0-9;]*m/g, "");
}

Deno.test("Both palettes leave the text as it is", () => {
  for (const palette of [PLAIN_PALETTE, COLOUR_PALETTE]) {
    assertEquals(withoutColours(palette.nick("@bob", "bob")), "@bob");
    for (const colour of [palette.strong, palette.faint, palette.error]) {
      assertEquals(withoutColours(colour("hello")), "hello");
    }
  }
});

Deno.test("A nickname has one colour in any case", () => {
  assertEquals(COLOUR_PALETTE.nick("x", "Bob"), COLOUR_PALETTE.nick("x", "bOB"));
});
