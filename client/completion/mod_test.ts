import { assertEquals } from "@std/assert";

import { COMMANDS } from "../commands/mod.ts";
import { INITIAL_STATE, reduceAll } from "../model/mod.ts";
import type { ClientEvent } from "../events.ts";
import { Settings } from "../settings/mod.ts";
import { EmojiTable } from "./emoji.ts";
import { complete } from "./mod.ts";

const time = 0;

function join(nick: string): ClientEvent {
  const nobody = { user: undefined, host: undefined, account: undefined, realname: undefined };
  return { type: "join", time, nick, channel: "#1", own: nick === "bob", ...nobody };
}

function said(from: string): ClientEvent {
  return {
    ...{ type: "message", time, kind: "message", from, target: "#1", conversation: "#1" },
    ...{ room: true, own: false, text: "x", msgid: undefined, history: false },
  };
}

const state = reduceAll(INITIAL_STATE, [
  { type: "welcome", time, nick: "bob", server: "s", network: "N", isupport: new Map() },
  ...[join("bob"), join("alice"), join("albert"), join("zoe"), said("alice"), said("albert")],
  { type: "focus", time, conversation: "#1", room: true },
]);
const settings = new Settings();
const emoji = new EmojiTable([
  { emoji: "😅", names: ["sweat_smile"], tags: [] },
  { emoji: "😄", names: ["smile"], tags: ["happy"] },
  { emoji: "😃", names: ["smiley"], tags: ["smile"] },
]);

function texts(before: string): string[] {
  const { candidates } = complete(before, { state, settings, emoji, commands: COMMANDS });
  return candidates.map(({ text }) => text);
}

Deno.test("The people who spoke last come first, and the first word of a message ends with a colon", () => {
  assertEquals(texts("a"), ["albert: ", "alice: "]);
  assertEquals(texts("hello AL"), ["albert ", "alice "]);
  assertEquals(texts("@z"), ["@zoe "]);
});

Deno.test("A slash at the start lists the commands with their usage, and elsewhere nothing", () => {
  const { candidates, automatic, replaces } = complete("/joi", { state, commands: COMMANDS });
  assertEquals(candidates.map(({ text, label }) => [text, label]), [[
    "/join ",
    "/join ROOM [KEY]",
  ]]);
  assertEquals([automatic, replaces], [true, 4]);
  assertEquals(texts("see /joi"), []);
  assertEquals(texts("//joi"), []);
});

Deno.test("A list shows names while one types after @ or #, and otherwise only when one asks", () => {
  const isAutomatic = (text: string) => complete(text, { state, commands: COMMANDS }).automatic;
  assertEquals(["@", "@al", "see #", "al", "/whois @al"].map(isAutomatic), [
    ...[true, true, true],
    ...[false, false],
  ]);
});

Deno.test("The words of /friend, /notify and /export are completed, and then what follows them", () => {
  assertEquals(texts("/friend "), ["add ", "remove ", "list "]);
  assertEquals(texts("/friend a"), ["add "]);
  assertEquals(texts("/friend add a"), ["albert ", "alice "]);
  assertEquals(texts("/notify r"), ["remove "]);
  assertEquals(texts("/export "), ["text ", "json ", "html "]);
  assertEquals(texts("/export h"), ["html "]);
});

Deno.test("After a command its arguments are completed by what the command takes", () => {
  assertEquals(texts("/part "), ["1 "]);
  assertEquals(texts("/to "), ["1 ", "albert ", "alice ", "zoe "]);
  assertEquals(texts("/to #"), ["#1 "]);
  assertEquals(texts("/msg al"), ["albert ", "alice "]);
  assertEquals(texts("/msg alice 1"), []);
  assertEquals(texts("/help ki"), ["kick ", "kickban "]);
  assertEquals(texts("/whois zo"), ["zoe "]);
  assertEquals(texts("/set mou"), ["mouse "]);
  assertEquals(texts("/set mouse "), ["on ", "off "]);
  assertEquals(texts("/theme bl"), ["blue "]);
  assertEquals(complete("/whois zo", { state, commands: COMMANDS }).command?.name, "whois");
});

Deno.test("Emoji are found by exact names, then by their beginnings, parts and tags", () => {
  assertEquals(texts("so :smile"), ["😄 ", "😃 ", "😅 "]);
  assertEquals(complete("so :smile", { state, emoji, commands: COMMANDS }).replaces, 6);
  assertEquals(texts(":happ"), ["😄 "]);
});

Deno.test("A colon in a time, an address or after one letter begins no emoji", () => {
  assertEquals(texts("12:smile"), []);
  assertEquals(texts("http://smile"), []);
  assertEquals(texts(":s"), []);
});

Deno.test("A very long word is not completed in any long time", () => {
  assertEquals(texts("a".repeat(1_000_000)), []);
});
