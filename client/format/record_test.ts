import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

import type { ClientEvent } from "../events.ts";
import { INITIAL_STATE, reduceAll } from "../model/mod.ts";
import { formatRecord } from "./record.ts";

const time = new Date(2026, 0, 2, 3, 4, 5).getTime();
const options = { nick: "bob", now: time + 60_000 };

function conversation() {
  const nobody = { user: undefined, host: undefined, account: undefined, realname: undefined };
  const events: ClientEvent[] = [
    { type: "join", time, nick: "al", channel: "#a/b", own: false, ...nobody },
    {
      ...{ type: "message", time, kind: "message", from: "al", target: "#a/b", own: false },
      ...{ conversation: "#a/b", room: true, text: "one\ntwo\x07", msgid: "1", history: false },
    },
    { type: "quit", time, nick: "al", own: false, reason: undefined },
  ];
  const found = reduceAll(INITIAL_STATE, events).conversations.get("#a/b");
  if (found === undefined) throw new Error("There is no such conversation");
  return found;
}

Deno.test("A text record has a line for each event, and its file name has the date and time", () => {
  const { name, text } = formatRecord(conversation(), { ...options, format: "txt" });
  assertEquals(name, "chat-a_b-2026-01-02-030505.txt");
  assertEquals(text.split("\n"), [
    "Now chatting in a/b as bob",
    "2026-01-02 03:04:05 * al joined a/b",
    "2026-01-02 03:04:05 al: one",
    "                    two␇",
    "2026-01-02 03:04:05 * al went offline",
    "",
  ]);
});

Deno.test("A JSON record is a list of the objects of --json", () => {
  const { name, text } = formatRecord(conversation(), { ...options, format: "json" });
  assertMatch(name, /\.json$/);
  const objects: { type: string; text?: string }[] = JSON.parse(text);
  assertEquals(objects.map(({ type }) => type), ["join", "message", "quit"]);
  assertStringIncludes(objects[1]?.text ?? "", "one\ntwo\x07");
});
