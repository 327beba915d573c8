import { assertEquals } from "@std/assert";

import { codesToMarks, marksToCodes } from "./marks.ts";

Deno.test("Marks around words become codes", () => {
  assertEquals(marksToCodes("a **bold** word"), "a \x02bold\x02 word");
  assertEquals(marksToCodes("**two words**, (_so_)!"), "\x02two words\x02, (\x1dso\x1d)!");
  assertEquals(marksToCodes("~~old~~ <u>new</u>"), "\x1eold\x1e \x1fnew\x1f");
  assertEquals(marksToCodes("run `ls *_x_*` now"), "run \x11ls *_x_*\x11 now");
  assertEquals(marksToCodes("这是**重点**。"), "这是\x02重点\x02。");
});

Deno.test("Marks can stand inside marks", () => {
  assertEquals(marksToCodes("**bold and _both_**"), "\x02bold and \x1dboth\x1d\x02");
  assertEquals(marksToCodes("_**both**_"), "\x1d\x02both\x02\x1d");
  assertEquals(marksToCodes("**all of `a**b` it**"), "\x02all of \x11a**b\x11 it\x02");
});

Deno.test("Lines between two lines of backticks are code, whatever they contain", () => {
  assertEquals(
    marksToCodes("see:\n```ts\nf(**a**)\n\nend\n```\n**so**"),
    "see:\n\x11f(**a**)\x11\n\n\x11end\x11\n\x02so\x02",
  );
  assertEquals(marksToCodes("```\nnever closed"), "```\nnever closed");
});

Deno.test("What is no mark stays as it is", () => {
  const texts = [
    "snake_case_name and __init__",
    "2 ** 3 ** 4, 2**3**4, f(*args, **kwargs), f(**a, **b)",
    "int *p = *q; (*p)*(*q)",
    "src/**/*.ts and tests/**/*.ts",
    "rm *log* and *this*",
    "/** A comment. **/",
    "https://example.org/_a_/**b**",
    "** bold ** and _ italic _ and ` x",
    "****, ____, ~~~~, ``",
    "a ~~ b ~~ c",
    "**a\nb**",
  ];
  for (const text of texts) assertEquals(marksToCodes(text), text);
});

Deno.test("Codes become the marks that people type", () => {
  const texts = ["**a** _b_ ~~c~~ <u>d</u> `e`", "**bold and _both_**", "plain"];
  for (const text of texts) assertEquals(codesToMarks(marksToCodes(text)), text);
  assertEquals(codesToMarks("\x02\x1dboth\x0f, \x0304red\x03"), "**_both_**, red");
  assertEquals(codesToMarks("\x02open\nnext"), "**open**\nnext");
});

Deno.test("A long text full of marks that never end stays as it is", () => {
  const text = "**a _b ~~c `d ".repeat(5_000);
  assertEquals(marksToCodes(text), text);
});
