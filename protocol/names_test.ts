import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";

import {
  casefold,
  type CaseMapping,
  compileMask,
  isChannelName,
  isValidChannelName,
  isValidNickname,
  normalizeMask,
} from "./names.ts";

const NICKNAME_BYTES = 30;
const CHANNEL_BYTES = 64;
const MAPPINGS: CaseMapping[] = ["ascii", "rfc1459", "rfc1459-strict"];

Deno.test("Folding a folded name changes nothing", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom(...MAPPINGS),
      (name, mapping) => {
        const folded = casefold(name, mapping);
        assertEquals(casefold(folded, mapping), folded);
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("The three mappings differ in brackets, backslash and tilde", () => {
  assertEquals(casefold("Bob[]\\~^"), "bob[]\\~^");
  assertEquals(casefold("Bob[]\\~^", "rfc1459"), "bob{}|^^");
  assertEquals(casefold("Bob[]\\~^", "rfc1459-strict"), "bob{}|~^");
});

Deno.test("Forms of one name in other scripts fold to one name", () => {
  assertEquals(casefold("ÉLAN"), casefold("e\u0301lan"));
  assertEquals(casefold("Ｂｏｂ"), "bob");
  assertEquals(casefold("ΣΟΦΟΣ"), casefold("σοφος"));
});

Deno.test("Nicknames of letters, digits and specials are valid", () => {
  for (const name of ["a", "bob", "Bob-2", "[x]", "`_^{|}\\", "Émile", "李明", "Иван", "naïve7"]) {
    assert(isValidNickname(name, NICKNAME_BYTES), name);
  }
  assert(isValidNickname("x".repeat(NICKNAME_BYTES), NICKNAME_BYTES));
});

Deno.test("Nicknames with other characters or none are not valid", () => {
  const bad = [
    "",
    "2bob",
    "-bob",
    "bob.x",
    "bob!",
    "b@b",
    "a,b",
    "a*",
    "a?",
    "#bob",
    ":bob",
    "a:b",
  ];
  bad.push("~bob", "&bob", "%bob", "+bob", "$bob", "a b", "a\tb", "a\0b", "bob\n", "b'b", "a/b");
  bad.push("٣bob", "\u0301bob", "Ｂｏｂ", "e\u0301lan", "a\u200bb", "a\u3164", "😀", "\ud800");
  for (const name of bad) assert(!isValidNickname(name, NICKNAME_BYTES), JSON.stringify(name));
});

Deno.test("A nickname is measured in bytes", () => {
  assert(!isValidNickname("x".repeat(NICKNAME_BYTES + 1), NICKNAME_BYTES));
  assert(isValidNickname("明".repeat(NICKNAME_BYTES / 3), NICKNAME_BYTES));
  assert(!isValidNickname("明".repeat(NICKNAME_BYTES / 3 + 1), NICKNAME_BYTES));
});

Deno.test("A nickname that mixes scripts which look alike is not valid", () => {
  for (const name of ["pаul", "Pαul", "Вοb", "аdmin"]) {
    assert(!isValidNickname(name, NICKNAME_BYTES), name);
  }
});

Deno.test("No check throws, whatever the name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (one, other) => {
      isValidNickname(one, NICKNAME_BYTES);
      isValidChannelName(`#${one}`, CHANNEL_BYTES);
      isChannelName(one, other);
      compileMask(normalizeMask(one))(other);
    }),
  );
});

Deno.test("Channel names begin with # and have only visible characters", () => {
  for (const name of ["#1", "##", "#chat-room", "#l'été", "#聊天", "#❤️", "#👨‍👩‍👧", "#what?"]) {
    assert(isValidChannelName(name, CHANNEL_BYTES), name);
  }
  const bad = [
    "",
    "#",
    "1",
    "&1",
    "#a b",
    "#a,b",
    "#a\x07",
    "#a\0",
    "#a\x7f",
    "#a\u00a0",
    "#\u200b",
  ];
  bad.push("#\u202ebob", "#a\u2028", "#".padEnd(CHANNEL_BYTES + 1, "x"));
  for (const name of bad) assert(!isValidChannelName(name, CHANNEL_BYTES), JSON.stringify(name));
});

Deno.test("A target is a channel by its first character", () => {
  assert(isChannelName("#1"));
  assert(!isChannelName("bob"));
  assert(!isChannelName(""));
  assert(!isChannelName("&local"));
  assert(isChannelName("&local", "#&"));
});

Deno.test("A mask matches as the equivalent regular expression does", () => {
  const mask = fc.array(fc.constantFrom("a", "b", "*", "?", ".", "é"), { maxLength: 8 });
  const text = fc.array(fc.constantFrom("a", "b", "A", ".", "é", "😀"), { maxLength: 10 });
  fc.assert(
    fc.property(mask, text, (maskParts, textParts) => {
      const pattern = maskParts.map((part) =>
        part === "*" ? ".*" : part === "?" ? "." : part === "." ? "\\." : part
      );
      const expected = new RegExp(`^${pattern.join("")}$`, "isu").test(textParts.join(""));
      assertEquals(compileMask(maskParts.join(""))(textParts.join("")), expected);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("A mask that would make backtracking slow is matched quickly", () => {
  const matches = compileMask("*a".repeat(100) + "b");
  assert(!matches("a".repeat(2000)));
});

Deno.test("A mask is completed to nickname, user and host", () => {
  const masks: [string, string][] = [
    ["bob", "bob!*@*"],
    ["", "*!*@*"],
    ["*", "*!*@*"],
    ["*@host", "*!*@host"],
    ["~b@host", "*!~b@host"],
    ["bob!~b", "bob!~b@*"],
    ["bob!~b@host", "bob!~b@host"],
    ["!@", "*!*@*"],
    ["bob**!*", "bob*!*@*"],
    ["10.0.0.*", "*!*@10.0.0.*"],
    ["::1", "*!*@::1"],
    ["~a:bob", "~a:bob"],
  ];
  for (const [mask, whole] of masks) {
    assertEquals(normalizeMask(mask), whole);
    assertEquals(normalizeMask(whole), whole);
  }
});
