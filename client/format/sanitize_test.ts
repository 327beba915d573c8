import { assertEquals } from "@std/assert";

import { sanitize, sanitizeJson, withoutFormatting } from "./sanitize.ts";

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
