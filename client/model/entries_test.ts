import { assertEquals } from "@std/assert";

import type { ChatMessageEvent } from "../events.ts";
import { mergePage } from "./entries.ts";
import type { ConversationEntry } from "./state.ts";

function message(id: string, time: number): ChatMessageEvent {
  return {
    ...{ type: "message", kind: "message", from: "al", target: "#1", conversation: "#1" },
    ...{ room: true, own: false, history: true, text: id, msgid: id, time },
  };
}

function shown(entries: readonly ConversationEntry[]): string {
  return entries.map((entry) => entry.type === "message" ? entry.text : entry.type).join(" ");
}

const join: ConversationEntry = {
  ...{ type: "join", time: 5, nick: "al", channel: "#1", own: false },
  ...{ user: undefined, host: undefined, account: undefined, realname: undefined },
};

Deno.test("A page of older messages goes before those that are kept, which are kept once", () => {
  const kept = [message("c", 3), join, message("d", 6)];
  const messages = [message("a", 1), message("b", 2), message("c", 3)];
  assertEquals(shown(mergePage(kept, { messages, kind: "older" })), "a b c join d");
});

Deno.test("A page that touches no other message has gaps around it, which further pages fill", () => {
  const kept = [message("a", 1), message("z", 9)];
  const once = mergePage(kept, { messages: [message("d", 4), message("e", 5)], kind: "around" });
  assertEquals(shown(once), "a gap d e gap z");
  const messages = [message("e", 5), message("f", 6), message("z", 9)];
  assertEquals(shown(mergePage(once, { messages, kind: "around" })), "a gap d e f z");
});

Deno.test("Messages of one millisecond keep the order that the pages have", () => {
  const kept = ["e", "f", "g"].map((id) => message(id, 1));
  const older = ["b", "c", "d"].map((id) => message(id, 1));
  assertEquals(shown(mergePage(kept, { messages: older, kind: "older" })), "b c d e f g");
  const around = ["d", "e", "x", "f"].map((id) => message(id, 1));
  assertEquals(shown(mergePage(kept, { messages: around, kind: "around" })), "d e x f g");
});
