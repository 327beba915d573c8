import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";

import {
  escapeTagValue,
  formatMessage,
  formatTags,
  type IrcMessage,
  NO_TAGS,
  parseMessage,
  parseSource,
  type Tags,
  unescapeTagValue,
} from "./message.ts";

/** A text without NUL, CR and LF. */
const text = fc.string({ unit: "grapheme", maxLength: 40 })
  .map((value) => value.replace(/[\0\r\n]/g, ""));
const word = text.map((value) => value.replaceAll(" ", ""));
const middle = word.filter((value) => value !== "" && !value.startsWith(":"));
const command = middle.filter((value) => !value.startsWith("@"));
const tagKey = fc.stringMatching(/^\+?[a-z.-]{1,8}(\/[a-z-]{1,8})?$/);
const tagValue = fc.string({ unit: "binary", maxLength: 20 })
  .map((value) => value.replaceAll("\0", ""));
const tags = fc.array(fc.tuple(tagKey, tagValue), { maxLength: 5 })
  .map((entries): Tags => new Map(entries));

const message: fc.Arbitrary<IrcMessage> = fc.record({
  tags,
  source: fc.option(word.filter((value) => value !== ""), { nil: undefined }),
  command,
  params: fc.tuple(fc.array(middle, { maxLength: 14 }), fc.option(text))
    .map(([middles, last]) => last === null ? middles : [...middles, last]),
});

Deno.test("A formatted message is parsed back unchanged", () => {
  fc.assert(fc.property(message, (given) => {
    assertEquals(parseMessage(formatMessage(given)), given);
  }));
});

Deno.test("A line that can be parsed can be formatted and parsed again", () => {
  const piece = fc.constantFrom("@", ":", ";", "=", " ", "\\", "a", "bc", "1", "é", "\0", "\r");
  const line = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(line, (given) => {
      const parsed = parseMessage(given);
      if (typeof parsed !== "string") assertEquals(parseMessage(formatMessage(parsed)), parsed);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("Parsing never throws, whatever the line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 600 }), (line) => {
      parseMessage(line);
      parseSource(line);
      unescapeTagValue(line);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("An escaped tag value is unescaped to the original", () => {
  fc.assert(fc.property(tagValue, (value) => {
    const escaped = escapeTagValue(value);
    assert(!/[; \r\n]/.test(escaped));
    assertEquals(unescapeTagValue(escaped), value);
  }));
});

Deno.test("A line without a command is refused", () => {
  assertEquals(parseMessage(""), "empty");
  assertEquals(parseMessage("   "), "empty");
  for (const line of ["@a=b", "@a=b ", ":source", "@a :source ", ":a :b", ":a @b"]) {
    assertEquals(parseMessage(line), "no-command", line);
  }
});

Deno.test("A line that contains NUL, CR or LF is refused", () => {
  for (const character of ["\0", "\r", "\n"]) {
    assertEquals(parseMessage(`PRIVMSG bob :a${character}b`), "bad-character");
  }
});

Deno.test("All messages without tags share one empty map", () => {
  for (const line of ["PING", "@ PING", "@; PING", "@=b PING"]) {
    const parsed = parseMessage(line);
    assertStrictEquals(typeof parsed === "string" ? parsed : parsed.tags, NO_TAGS);
  }
});

Deno.test("A colon is written only if it is needed", () => {
  const lines: [string[], string][] = [
    [["#1", "hi"], "PRIVMSG #1 hi"],
    [["#1", "hi all"], "PRIVMSG #1 :hi all"],
    [["#1", ":)"], "PRIVMSG #1 ::)"],
    [["#1", ""], "PRIVMSG #1 :"],
    [["#1", "a:b"], "PRIVMSG #1 a:b"],
  ];
  for (const [params, line] of lines) {
    assertEquals(formatMessage({ command: "PRIVMSG", params }), line);
  }
});

Deno.test("A part that would be parsed as something else is refused", () => {
  const bad = [
    { command: "" },
    { command: "PRIVMSG bob" },
    { command: ":PING" },
    { command: "@PING" },
    { command: "PRIVMSG", params: ["two words", "hi"] },
    { command: "PRIVMSG", params: ["", "hi"] },
    { command: "PRIVMSG", params: [":bob", "hi"] },
    { command: "PRIVMSG", params: ["bob", "a\nb"] },
    { command: "PRIVMSG", params: ["bob", "a\rb"] },
    { command: "PRIVMSG", params: ["bob", "a\0b"] },
    { command: "PING", source: "" },
    { command: "PING", source: "a b" },
    { command: "PING", tags: new Map([["a b", ""]]) },
    { command: "PING", tags: new Map([["", "x"]]) },
    { command: "PING", tags: new Map([["a", "\0"]]) },
  ];
  for (const parts of bad) assertThrows(() => formatMessage(parts), TypeError, "Cannot write");
});

Deno.test("Tags are written in their order and end with a space", () => {
  assertEquals(formatTags(NO_TAGS), "");
  assertEquals(formatTags(new Map([["msgid", "x 1"], ["+typing", ""]])), "@msgid=x\\s1;+typing ");
});
