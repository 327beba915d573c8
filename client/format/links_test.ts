import { assertEquals } from "@std/assert";

import { parseFormatting } from "./formatting.ts";

function linksIn(text: string): string[] {
  return parseFormatting(text).flatMap(({ href }) => href ?? []);
}

Deno.test("A link has its own brackets, and not those around it or the end of a sentence", () => {
  assertEquals(linksIn("(see https://x.example/a_(b).)"), ["https://x.example/a_(b)"]);
  assertEquals(linksIn("(see https://x.example/a)"), ["https://x.example/a"]);
  assertEquals(linksIn("https://x.example/a(b)/c, http://y.example/?q=1!"), [
    "https://x.example/a(b)/c",
    "http://y.example/?q=1",
  ]);
  assertEquals(linksIn("https://, http://)"), []);
});

Deno.test("A long text of brackets is searched for links in no long time", () => {
  const started = performance.now();
  linksIn("https://" + "()".repeat(200) + "(".repeat(200));
  linksIn("https://" + "(".repeat(400) + ")".repeat(400));
  assertEquals(performance.now() - started < 1_000, true);
});
