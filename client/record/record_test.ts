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

Deno.test("A record shows quoted lines, reactions and removed messages", () => {
  const said = (from: string, more: object): ClientEvent => ({
    ...{ type: "message", time, kind: "message", from, target: "#1", own: false, room: true },
    ...{ conversation: "#1", text: "", msgid: undefined, history: false, ...more },
  } as ClientEvent);
  const record = reduceAll(INITIAL_STATE, [
    said("al", { text: "tea?", msgid: "1" }),
    said("eve", { text: "yes", msgid: "2", replyTo: "1" }),
    said("eve", { text: "secret", msgid: "3" }),
  ]).conversations.get("#1");
  if (record === undefined) throw new Error("There is no such conversation");
  const entries = record.entries.map((entry) =>
    entry.type !== "message"
      ? entry
      : entry.msgid === "3"
      ? { ...entry, text: "", redacted: { by: "al", reason: "oops" } }
      : { ...entry, reactions: new Map([["👍", ["bob", "eve"]]]) }
  );
  const conversation = { ...record, entries };
  const { text } = formatRecord(conversation, { ...options, format: "txt" });
  assertEquals(text.split("\n").slice(1), [
    "2026-01-02 03:04:05 al: tea?",
    "                    👍 bob, eve",
    "                    > al: tea?",
    "2026-01-02 03:04:05 eve: yes",
    "                    👍 bob, eve",
    "2026-01-02 03:04:05 * a message of eve was removed by al (oops)",
    "",
  ]);
  const json = JSON.parse(formatRecord(conversation, { ...options, format: "json" }).text);
  assertEquals(json[1].replyTo, "1");
  assertEquals(json[0].reactions, { "👍": ["bob", "eve"] });
  assertEquals(json[2].redacted, { by: "al", reason: "oops" });
});

Deno.test("An HTML record escapes what people write, and needs nothing else", () => {
  const evil = `<script>alert("1")</script> & \x02bold\x02 https://example.org/?a=1&b='2 \x1b[31m`;
  const nobody = { user: undefined, host: undefined, account: undefined, realname: undefined };
  const events: ClientEvent[] = [
    { type: "join", time, nick: "<b>al", channel: "#1", own: false, ...nobody },
    {
      ...{ type: "message", time, kind: "message", from: "<b>al", target: "#1", own: false },
      ...{ conversation: "#1", room: true, text: evil, msgid: "1", history: false },
    },
    { type: "quit", time, nick: "<b>al", own: false, reason: "</body>" },
  ];
  const record = reduceAll(INITIAL_STATE, events).conversations.get("#1");
  if (record === undefined) throw new Error("There is no such conversation");
  const { name, text } = formatRecord(record, { ...options, format: "html" });
  assertMatch(name, /^chat-1-.*\.html$/);
  assertEquals(text.includes("<script"), false);
  assertEquals(text.includes("\x1b"), false);
  assertStringIncludes(text, "&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; &#38; ");
  assertStringIncludes(text, "<strong>bold</strong>");
  assertStringIncludes(text, 'href="https://example.org/?a=1&#38;b=&#39;2"');
  assertStringIncludes(text, "<bdi>&#60;b&#62;al</bdi>");
  assertStringIncludes(text, "default-src 'none'");
  assertStringIncludes(text, "<h2>2026-01-02</h2>");
  assertStringIncludes(text, "&#60;b&#62;al went offline (&#60;/body&#62;)");
  assertEquals(text.match(/<li>/g)?.length, 3);
});
