import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { drawTerminal } from "./terminal_svg.ts";

function draw(text: string): string {
  return drawTerminal({ title: "t", text });
}

/** The left edges of the texts by what they say. */
function leftEdges(svg: string): Map<string, number> {
  return new Map(
    Array.from(svg.matchAll(/<text x="([\d.]+)"[^>]*>([^<]*)</g), ([, x, text]) => [
      text ?? "",
      Number(x),
    ]),
  );
}

Deno.test("Each run of a line has its colour and weight", () => {
  const svg = draw("a\x1b[38;5;28mb\x1b[39mc\x1b[1;38;2;1;2;3md\x1b[0m");
  assert(/>a</.test(svg));
  assert(/fill="rgb\(0 135 0\)">b</.test(svg), svg);
  assert(!/fill[^>]*>c</.test(svg), svg);
  assert(/fill="rgb\(1 2 3\)" font-weight="bold">d</.test(svg), svg);
});

Deno.test("A colour lasts until the next line changes it", () => {
  const svg = draw("\x1b[2ma\nb\x1b[22m\nc");
  assertEquals(svg.match(/opacity/g)?.length, 2);
});

Deno.test("The background of most of the screen is that of the picture", () => {
  const svg = draw("\x1b[48;2;9;9;9mlong line of text\x1b[48;2;7;7;7mtitle\x1b[0m");
  assert(/rx="8" fill="rgb\(9 9 9\)"/.test(svg), svg);
  assertEquals(svg.match(/9 9 9/g)?.length, 1);
  assertEquals(svg.match(/7 7 7/g)?.length, 1);
});

Deno.test("What follows wide letters keeps its column", () => {
  const wide = leftEdges(draw("日本│b"));
  const narrow = leftEdges(draw("abcd│b"));
  assert(wide.get("b") !== undefined);
  assertEquals(wide.get("b"), narrow.get("b"));
});

Deno.test("Text of a terminal is never markup", () => {
  const svg = draw("<a> & <b>");
  for (const word of ["&lt;a&gt;", "&amp;", "&lt;b&gt;"]) {
    assertStringIncludes(svg, `>${word}</text>`);
  }
});

Deno.test("Empty lines inside a screen keep their height, those at its end do not", () => {
  const height = (svg: string) => Number(/height="(\d+)"/.exec(svg)![1]);
  assertEquals(height(draw("a\n\nb\n\n\n")), height(draw("a\nb\nc")));
  assert(height(draw("a\nb")) < height(draw("a\n\nb")));
});
