import { assertEquals } from "@std/assert";

import { COLOUR_PALETTE, PLAIN_PALETTE } from "./palette.ts";

const { nick, strong, faint, error, render } = COLOUR_PALETTE;

/** A text without the sequences that colour it. */
function withoutColours(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/\x1b\[[0-9;]*m/g, "");
}

Deno.test("Both palettes leave the text as it is", () => {
  for (const palette of [PLAIN_PALETTE, COLOUR_PALETTE]) {
    assertEquals(withoutColours(palette.render(palette.nick("@bob", "bob"))), "@bob");
    for (const colour of [palette.strong, palette.faint, palette.error]) {
      assertEquals(withoutColours(palette.render(colour("hello\n"))), "hello\n");
    }
  }
});

Deno.test("A nickname has one colour in any case", () => {
  assertEquals(nick("x", "Bob"), nick("x", "bOB"));
});

Deno.test("A style goes on behind the end of one of the same kind in it", () => {
  assertEquals(render(faint(`a ${strong("b")} c`)), "\x1b[2ma \x1b[1mb\x1b[22m\x1b[2m c\x1b[22m");
  assertEquals(
    render(error(`a ${nick("b", "b")} c`)).replace(/38;5;\d+/, "N"),
    "\x1b[31ma \x1b[Nmb\x1b[39m\x1b[31m c\x1b[39m",
  );
});

Deno.test("Only our own codes are rendered", () => {
  assertEquals(render(`${strong("a\x1b[31m")}\ufdef\ufdec`), "\x1b[1ma␛[31m\x1b[22m");
  assertEquals(PLAIN_PALETTE.render("\x1b[31m\ufdd0a\ufdef"), "␛[31m\ufffda\ufffd");
});
