import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { drawTerminals } from "./terminal_svg.ts";

function draw(...texts: string[]): string {
  return drawTerminals([texts.map((text) => ({ title: "t", text }))]);
}

Deno.test("Each run of a line has its colour and weight", () => {
  const svg = draw("a\x1b[38;5;28mb\x1b[39mc\x1b[1md\x1b[0m");
  assertStringIncludes(
    svg,
    '>a<tspan fill="rgb(0 135 0)">b</tspan>c<tspan font-weight="bold">d</tspan></text>',
  );
});

Deno.test("A colour lasts until the next line changes it", () => {
  const svg = draw("\x1b[2ma\nb\x1b[22m\nc");
  assertEquals(svg.match(/opacity/g)?.length, 2);
});

Deno.test("Text of a terminal is never markup", () => {
  const svg = draw("<a> & <b>");
  assertStringIncludes(svg, "&lt;a&gt; &amp; &lt;b&gt;");
});

Deno.test("Empty lines inside a screen keep their height, those at its end do not", () => {
  const height = (svg: string) => Number(/height="(\d+)"/.exec(svg)![1]);
  assertEquals(height(draw("a\n\nb\n\n\n")), height(draw("a\nb\nc")));
  assert(height(draw("a\nb")) < height(draw("a\n\nb")));
});

Deno.test("Terminals of one row have the size of the largest", () => {
  const svg = draw("long line of text", "a\nb");
  const boxes = Array.from(svg.matchAll(/<rect [^>]*width="([\d.]+)" height="(\d+)"/g));
  assertEquals(boxes.length, 2);
  assertEquals(boxes[0]!.slice(1), boxes[1]!.slice(1));
});
