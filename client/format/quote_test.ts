import { assertEquals } from "@std/assert";

import { quotedText } from "./quote.ts";

Deno.test("A quote is the first line of a message, without codes", () => {
  assertEquals(quotedText({ text: "\x02hello\x02 there\nsecond line" }), "hello there");
});

Deno.test("A long quote is cut between characters", () => {
  assertEquals(quotedText({ text: "👍".repeat(100) }), `${"👍".repeat(60)}…`);
  assertEquals(quotedText({ text: "👍👍👍" }, 2), "👍👍…");
});

Deno.test("A removed message has no words to quote", () => {
  const redacted = { by: "bob", reason: undefined };
  assertEquals(quotedText({ text: "", redacted }), "…");
});
