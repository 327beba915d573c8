import { assertEquals } from "@std/assert";

import { parseFormatting } from "./formatting.ts";

Deno.test("Codes style the text after them, and are not in it", () => {
  assertEquals(parseFormatting("a \x02bold \x1dboth\x0f plain"), [
    { text: "a " },
    { text: "bold ", bold: true },
    { text: "both", bold: true, italic: true },
    { text: " plain" },
  ]);
});

Deno.test("A colour code has a colour for the text and one behind it", () => {
  assertEquals(parseFormatting("\x034,1red\x0312 blue\x03 plain"), [
    { text: "red", colour: 4, background: 1 },
    { text: " blue", colour: 12, background: 1 },
    { text: " plain" },
  ]);
  assertEquals(parseFormatting("\x034,1red\x0399,99 default"), [
    { text: "red", colour: 4, background: 1 },
    { text: " default" },
  ]);
});

Deno.test("A comma without a number is text", () => {
  assertEquals(parseFormatting("\x034,red\x03,x"), [
    { text: ",red", colour: 4 },
    { text: ",x" },
  ]);
});

Deno.test("The further colours are given by the nearest basic ones", () => {
  const colourOf = (code: string) => parseFormatting(`${code}x`)[0]?.colour;
  assertEquals(["28", "54", "65", "84", "88", "98"].map((one) => colourOf(`\x03${one}`)), [
    ...[4, 8, 7, 12, 1, 0],
  ]);
  assertEquals(
    ["ff0000", "0000ff", "ffff00", "ff00ff", "101010", "ffffff"].map((one) =>
      colourOf(`\x04${one}`)
    ),
    [4, 12, 8, 13, 1, 0],
  );
});

Deno.test("A reversed text ends with the next code", () => {
  assertEquals(parseFormatting("\x16x\x16y"), [{ text: "x", reverse: true }, { text: "y" }]);
});

Deno.test("A link is a piece that ends before the marks of the sentence", () => {
  assertEquals(parseFormatting("see https://example.org/a?b=c, and javascript:alert(1)"), [
    { text: "see " },
    { text: "https://example.org/a?b=c", href: "https://example.org/a?b=c" },
    { text: ", and javascript:alert(1)" },
  ]);
});
