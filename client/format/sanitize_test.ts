import { assertEquals } from "@std/assert";

import { codes, sanitize, sanitizeJson, sanitizeLines, withoutFormatting } from "./sanitize.ts";

Deno.test("Colours and styles of IRC are removed", () => {
  assertEquals(
    withoutFormatting("\x02bold\x02 \x0304,12red\x03 \x04ff0000hex\x0f!"),
    "bold red hex!",
  );
  assertEquals(withoutFormatting("\x031,2,3 a 5\x03 7"), ",3 a 5 7");
});

Deno.test("Characters that could control a terminal become visible ones", () => {
  assertEquals(sanitize("a\x1b[31mb\x07\x00\x7f"), "a␛[31mb␇␀␡");
  assertEquals(sanitize("\u009b31m \u202eabc \u2028"), "\ufffd31m \ufffdabc \ufffd");
  assertEquals(sanitize("a\tb é 日本 👩‍👩‍👧"), "a b é 日本 👩‍👩‍👧");
});

Deno.test("JSON keeps the text and escapes every control character", () => {
  const text = sanitizeJson({ text: "\x1b\u009b\u202e日" });
  assertEquals(text, '{"text":"\\u001b\\u009b\\u202e日"}');
  assertEquals(JSON.parse(text), { text: "\x1b\u009b\u202e日" });
});

Deno.test("Characters that cannot be seen become visible ones", () => {
  const invisible = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u3164";
  assertEquals(sanitize(invisible), "\ufffd".repeat(11));
  assertEquals(
    sanitize("a\u200bb \u2066c\u2069 \u{e0041}\u{e0001}"),
    "a\ufffdb \ufffdc\ufffd \ufffd\ufffd",
  );
  assertEquals(sanitize("\ufdd0 \uffff \ud800"), "\ufffd \ufffd \ufffd");
});

Deno.test("Invisible characters stay where writing needs them", () => {
  for (
    const text of [
      "👩‍👩‍👧 👩🏽‍🚀 🏳️‍🌈 ❤️ 1️⃣",
      "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
      "می\u200cخواهم",
      "क्\u200dष",
      "辻\u{e0101}",
    ]
  ) {
    assertEquals(sanitize(text), text);
  }
});

Deno.test("A text of several lines stays one", () => {
  assertEquals(sanitizeLines("a\x07\n\x1bb\r\n"), "a␇\n␛b␍\n");
});

Deno.test("A JSON text has no unsafe character and loses none", () => {
  const value = { text: "\u200e\u{e0041}\x9b \ufeff👩‍👩‍👧" };
  assertEquals(
    sanitizeJson(value),
    '{"text":"\\u200e\\udb40\\udc41\\u009b \\ufeff👩‍👩‍👧"}',
  );
  assertEquals(JSON.parse(sanitizeJson(value)), value);
});

Deno.test("Codes hold safe values only", () => {
  assertEquals(codes`\x1b[${31}m${sanitize("a\x1b")}`, "\x1b[31ma␛");
});
