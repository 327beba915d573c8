import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";

import { utf8Length } from "../../protocol/lines.ts";
import { parseMessage } from "../../protocol/message.ts";
import { messageLines, parseMultilineLimits } from "./message_lines.ts";
import type { MultilineLimits } from "./message_lines.ts";

const SOURCE_BYTES = 60;

function linesOf(text: string, multiline?: MultilineLimits) {
  let count = 0;
  return messageLines({ target: "#1", text, kind: "message" }, {
    sourceBytes: SOURCE_BYTES,
    multiline,
    reference: () => `m${++count}`,
  });
}

Deno.test("Without draft/multiline each line that is not blank is a message", () => {
  assertEquals(
    linesOf("one\n\ntwo").map(({ line }) => line),
    [
      "PRIVMSG #1 :one",
      "PRIVMSG #1 :two",
    ].map((line) => line.replace(" :", " ")),
  );
});

Deno.test("With draft/multiline several lines, or one long line, are one message", () => {
  const limits = { maxBytes: 4_000, maxLines: 10 };
  assertEquals(linesOf("one\n\ntwo words", limits).map(({ line, text }) => ({ line, text })), [{
    line: [
      "BATCH +m1 draft/multiline #1",
      "@batch=m1 PRIVMSG #1 one",
      "@batch=m1 PRIVMSG #1 :",
      "@batch=m1 PRIVMSG #1 :two words",
      "BATCH -m1",
    ].join("\r\n"),
    text: "one\n\ntwo words",
  }]);
  assertEquals(linesOf("one", limits).map(({ line }) => line), ["PRIVMSG #1 one"]);
  const [long, ...others] = linesOf("word ".repeat(200), limits);
  assertEquals(others, []);
  assert(long?.line.includes(";draft/multiline-concat "));
});

Deno.test("An action of several lines is several messages", () => {
  const drafts = messageLines({ target: "al", text: "waves\nand goes", kind: "action" }, {
    sourceBytes: SOURCE_BYTES,
    multiline: { maxBytes: 4_000, maxLines: 10 },
    reference: () => "m",
  });
  assertEquals(drafts.map(({ line }) => line), [
    "PRIVMSG al :\x01ACTION waves\x01",
    "PRIVMSG al :\x01ACTION and goes\x01",
  ]);
});

Deno.test("No line and no message is too long, and only blank messages are left out", () => {
  const limits = { maxBytes: 1_200, maxLines: 5 };
  const line = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.constant("x".repeat(900)),
  );
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
    // deno-lint-ignore no-control-regex
    const clean = lines.map((one) => one.replace(/[\x00\r\n]/g, ""));
    const drafts = linesOf(clean.join("\n"), limits);
    for (const draft of drafts) {
      const wire = draft.line.split("\r\n");
      assert(wire.length <= limits.maxLines + 2);
      assert(utf8Length(draft.text) <= limits.maxBytes);
      for (const one of wire) {
        const message = parseMessage(one);
        assert(typeof message !== "string");
        assert(utf8Length(one.replace(/^@\S+ /, "")) + SOURCE_BYTES + 2 <= 512);
      }
    }
    const words = (text: string) => text.replaceAll("\n", "");
    assertEquals(words(drafts.map(({ text }) => text).join("")), words(clean.join("")));
  }));
});

Deno.test("The limits of draft/multiline are parsed from its value", () => {
  assertEquals(parseMultilineLimits("max-bytes=4096,max-lines=24"), {
    maxBytes: 4096,
    maxLines: 24,
  });
  assertEquals(parseMultilineLimits("max-bytes=4096,other"), { maxBytes: 4096, maxLines: 50 });
  assertEquals(parseMultilineLimits(""), undefined);
});
