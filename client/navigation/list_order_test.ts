import { assertEquals } from "@std/assert";

import type { ChatMessageEvent, ClientEvent } from "../events.ts";
import { INITIAL_STATE, reduceAll } from "../model/mod.ts";
import { Settings } from "../settings/mod.ts";
import { callsForAttention } from "./attention.ts";
import { listConversations, type ListedConversation } from "./conversation_list.ts";
import { movedOrder } from "./list_order.ts";
import { isMuted, setMuted } from "./muting.ts";

function message(conversation: string, text: string): ChatMessageEvent {
  const room = conversation.startsWith("#");
  const place = { target: conversation, conversation, room };
  const line = { type: "message", kind: "message", from: "al", own: false, text } as const;
  return { ...line, ...place, time: 1, msgid: undefined, history: false };
}

function listOf(settings: Settings, events: readonly ClientEvent[] = []): ListedConversation[] {
  const rooms = ["#a", "#b", "#c", "#d"].map((conversation): ClientEvent => ({
    ...{ type: "focus", time: 0, conversation, room: true },
  }));
  const people = ["x", "y"].map((conversation): ClientEvent => ({
    ...{ type: "focus", time: 0, conversation, room: false },
  }));
  const nick: ClientEvent = {
    ...{ type: "welcome", time: 0, nick: "bob", server: "s", network: "n", isupport: new Map() },
  };
  const state = reduceAll(INITIAL_STATE, [nick, ...rooms, ...people, ...events]);
  return listConversations({ id: "n", name: "n", state, lagMs: undefined, settings });
}

function titles(settings: Settings): string {
  return listOf(settings).map(({ title }) => title).join(" ");
}

Deno.test("the list has the order of the settings, and what they do not name by name", () => {
  const settings = new Settings();
  settings.set("order", ["#C", "y", "#b", "#gone"]);
  assertEquals(titles(settings), "n c b a d y x");
});

Deno.test("a moved conversation keeps its place, and people stay apart from rooms", () => {
  const settings = new Settings();
  const move = (key: string, to: number) => {
    const order = settings.get("order");
    settings.set("order", movedOrder(listOf(settings), { network: "n", key }, { to, order }));
  };
  move("#d", 0);
  assertEquals(titles(settings), "n d a b c x y");
  move("y", 0);
  assertEquals(titles(settings), "n d a b c y x");
  move("#d", 99);
  assertEquals(titles(settings), "n a b c d y x");
  assertEquals(settings.get("order"), ["#a", "#b", "#c", "#d", "y", "x"]);
  move("#nowhere", 0);
  assertEquals(titles(settings), "n a b c d y x");
});

Deno.test("a muted room counts mentions alone, a muted person nothing, and neither calls", () => {
  const settings = new Settings();
  const events = [message("#a", "hello"), message("#a", "hello bob"), message("x", "psst")];
  const counts = () =>
    listOf(settings, events).filter(({ key }) => key === "#a" || key === "x")
      .map(({ unread, mentions }) => [unread, mentions]);
  const calls = () =>
    events.map((event) => callsForAttention(event, { nick: "bob", seen: false, settings }));
  assertEquals(counts(), [[2, 1], [1, 1]]);
  assertEquals(calls(), [false, true, true]);
  setMuted(settings, "#A", true);
  setMuted(settings, "x", true);
  assertEquals(counts(), [[1, 1], [0, 0]]);
  assertEquals(calls(), [false, false, false]);
  setMuted(settings, "#a", false);
  assertEquals([isMuted(settings, "#a"), isMuted(settings, "X")], [false, true]);
});
