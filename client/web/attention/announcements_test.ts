/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import type { ChatMessageEvent } from "../../events.ts";
import { announce, announceMention } from "./announcements.ts";

function message(from: string, text: string, conversation = "#1"): ChatMessageEvent {
  const room = conversation.startsWith("#");
  const place = { target: conversation, conversation, room };
  const line = { type: "message", kind: "message", from, own: false, text } as const;
  return { ...line, ...place, time: 1, msgid: undefined, history: false };
}

Deno.test("one or two messages are read out, of more their number and authors", () => {
  assertEquals(
    announce([message("al", "hi\nthere"), message("bob", "\x02ho")]),
    "al: hi there\nbob: ho",
  );
  const flood = ["al", "bob", "al"].map((from) => message(from, "x"));
  assertEquals(announce(flood), "3 messages from al, bob");
  const crowd = ["a", "b", "c", "d", "e"].map((from) => message(from, "x"));
  assertEquals(announce(crowd), "5 messages from a, b, c and others");
});

Deno.test("a mention elsewhere says who and where", () => {
  assertEquals(announceMention(message("al", "hi bob")), "al mentions you in 1");
  assertEquals(announceMention(message("al", "hi", "al")), "Direct message from al");
});
