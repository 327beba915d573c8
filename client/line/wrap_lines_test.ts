import { assertEquals } from "@std/assert";

import { COLOUR_PALETTE } from "../format/palette.ts";
import { wrapLines } from "./wrap_lines.ts";

Deno.test("Lines are broken between words, and go on under their text", () => {
  assertEquals(wrapLines("21:18 al: one two three", 15), "21:18 al: one\n      two three");
  assertEquals(
    wrapLines("2026-01-02 21:18 al: a b c", 22),
    "2026-01-02 21:18 al: a\n                 b c",
  );
  assertEquals(wrapLines("      more of   it", 12), "      more\n      of\n      it");
  assertEquals(wrapLines("one two\nthree four", 8), "one two\nthree\nfour");
  assertEquals(wrapLines("21:18 al: 日本語 茶", 13), "21:18 al:\n      日本語\n      茶");
});

Deno.test("A line that fits stays as it is, and so does one with a word that does not fit", () => {
  assertEquals(wrapLines("21:18 al: one", 13), "21:18 al: one");
  const address = "21:18 al: see https://example.org/a/long/path now";
  assertEquals(wrapLines(address, 20), address);
  assertEquals(wrapLines("21:18 al: one two", 4), "21:18 al: one two");
});

Deno.test("Marks of styles take no columns, and none is lost", () => {
  const { strong, render } = COLOUR_PALETTE;
  const broken = wrapLines(`21:18 ${strong("one two")} three`, 11);
  assertEquals(render(broken), "21:18 \x1b[1mone\n      two\x1b[22m\n      three");
});
