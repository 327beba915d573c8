import { assert, assertEquals } from "@std/assert";

import type { ChatMessageEvent, ClientEvent } from "../events.ts";
import { INITIAL_STATE, MAX_ALL_ENTRIES, reduce, reduceAll, SERVER_KEY } from "./mod.ts";
import type { ClientState, MessageEntry } from "./mod.ts";

const nobody = { user: undefined, host: undefined, account: undefined, realname: undefined };

function said(text: string, time: number, more: Partial<ChatMessageEvent> = {}): ChatMessageEvent {
  return {
    ...{ type: "message", time, kind: "message", from: "al", target: "#1", conversation: "#1" },
    ...{ room: true, own: false, text, msgid: text, history: false },
    ...more,
  };
}

function after(...events: ClientEvent[]): ClientState {
  return reduceAll(INITIAL_STATE, [
    {
      ...{ type: "welcome", time: 0, nick: "bob", server: "s", network: "N" },
      isupport: new Map([["CASEMAPPING", "ascii"]]),
    },
    { type: "join", time: 50, nick: "bob", channel: "#1", own: true, ...nobody },
    { type: "focus", time: 50, conversation: "#1", room: true },
    ...events,
  ]);
}

function shown(state: ClientState, key = "#1"): string[] {
  return (state.conversations.get(key)?.entries ?? [])
    .map((entry) => entry.type === "message" ? entry.text : entry.type);
}

function message(state: ClientState, text: string): MessageEntry | undefined {
  const entry = state.conversations.get("#1")?.entries
    .find((one) => one.type === "message" && one.msgid === text);
  return entry?.type === "message" ? entry : undefined;
}

function queued(id: number): ClientEvent {
  return {
    ...{ type: "queued", time: 60, id, kind: "message", target: "#1", text: `own ${id}` },
    ...{ conversation: "#1", room: true },
  };
}

function page(
  kind: "older" | "around",
  messages: ChatMessageEvent[],
  more: boolean | undefined = true,
): ClientEvent {
  const what = { conversation: "#1", room: true, kind, messages, reactions: [], more };
  return { type: "page", time: 99, ...what };
}

Deno.test("Messages of the history stand before our join, in the order of time", () => {
  const old = { history: true };
  const state = after(said("live", 70), said("b", 20, old), said("a", 10, old), said("b", 20, old));
  assertEquals(shown(state), ["a", "b", "join", "live"]);
});

Deno.test("A message of ours waits at the end until it comes back from the server", () => {
  const waiting = after(queued(1), queued(2), said("other", 70));
  assertEquals(shown(waiting), ["join", "other", "own 1", "own 2"]);
  const state = reduceAll(waiting, [
    said("own 1", 71, { own: true, from: "bob", id: 1 }),
    { type: "delivered", time: 71, id: 1 },
  ]);
  assertEquals(shown(state), ["join", "other", "own 1", "own 2"]);
  const deliveries = state.conversations.get("#1")?.entries
    .map((entry) => entry.type === "message" ? entry.delivery : undefined);
  assertEquals(deliveries, [undefined, undefined, undefined, "waiting"]);
});

Deno.test("A refused message of ours stays, marked as failed with the reason", () => {
  const state = after(queued(1), {
    ...{ type: "refused", time: 61, code: "404", about: "#1", reason: "No", id: 1, text: "own 1" },
  });
  const entry = state.conversations.get("#1")?.entries.at(-1);
  assert(entry?.type === "message");
  assertEquals([entry.text, entry.delivery, entry.failure], ["own 1", "failed", "No"]);
});

Deno.test("A failed message of ours is gone when it is discarded, a waiting one is not", () => {
  const discard: ClientEvent = { type: "discard", time: 62, conversation: "#1", id: 1 };
  const count = (state: ClientState) => state.conversations.get("#1")?.entries.length;
  const waiting = after(queued(1));
  assertEquals(count(reduce(waiting, discard)), count(waiting));
  const failed = reduce(waiting, {
    ...{ type: "refused", time: 61, code: "404", about: "#1", reason: "No", id: 1, text: "own 1" },
  });
  assertEquals(count(reduce(failed, discard)), (count(failed) ?? 0) - 1);
});

Deno.test("Reactions are added and taken back, and a removed message has no text", () => {
  const reaction = (from: string, on: boolean): ClientEvent => ({
    ...{ type: "reaction", time: 71, conversation: "#1", room: true, from, own: false },
    ...{ msgid: "hi", emoji: "👍", on, history: false },
  });
  const both = after(said("hi", 70), reaction("al", true), reaction("eve", true));
  assertEquals(message(both, "hi")?.reactions?.get("👍"), ["al", "eve"]);
  const one = reduceAll(both, [reaction("AL", false)]);
  assertEquals(message(one, "hi")?.reactions?.get("👍"), ["eve"]);
  const none = reduceAll(one, [reaction("eve", false)]);
  assertEquals(message(none, "hi")?.reactions, undefined);
  const gone = reduceAll(both, [{
    ...{ type: "redact", time: 72, conversation: "#1", room: true, by: "op", msgid: "hi" },
    reason: "spam",
  }]);
  assertEquals(message(gone, "hi")?.text, "");
  assertEquals(message(gone, "hi")?.redacted, { by: "op", reason: "spam" });
});

Deno.test("An older page goes in front, and an empty one is the last", () => {
  const state = after(said("c", 70), page("older", [said("a", 10), said("b", 20)]));
  assertEquals(shown(state), ["a", "b", "join", "c"]);
  assertEquals(state.conversations.get("#1")?.older, "more");
  const end = reduceAll(state, [page("older", [], false)]);
  assertEquals(end.conversations.get("#1")?.older, "none");
});

Deno.test("A page far back is set off by a gap until another page closes it", () => {
  const state = after(said("z", 70), page("around", [said("a", 10), said("b", 20)]));
  assertEquals(shown(state), ["a", "b", "gap", "join", "z"]);
  const whole = [said("b", 20), said("c", 30), said("z", 70)];
  assertEquals(shown(reduceAll(state, [page("around", whole)])), ["a", "b", "c", "join", "z"]);
});

Deno.test("What is read on another device is not unread here", () => {
  const elsewhere: ClientEvent = { type: "look", time: 60, looking: false };
  const state = after(elsewhere, said("a", 70), said("b", 80));
  assertEquals(state.conversations.get("#1")?.unread, 2);
  const read = { conversation: "#1", room: true, until: 70 };
  const later = reduceAll(state, [{ type: "read", time: 90, ...read }]);
  assertEquals(later.conversations.get("#1")?.unread, 1);
});

Deno.test("Texts that are no messages are notes here or of the server", () => {
  const notice = { code: "NOTICE", text: "x", requested: false };
  const state = after(
    { type: "local", time: 70, text: "help" },
    { type: "server", time: 70, ...notice },
  );
  assertEquals(shown(state), ["join", "note"]);
  assertEquals(shown(state, SERVER_KEY), ["note"]);
});

Deno.test("All conversations together keep a bounded number of entries", () => {
  const rooms = Array.from({ length: 20 }, (_, index) => `#r${index}`);
  const joins = rooms.map((channel): ClientEvent => ({
    ...{ type: "join", time: 50, nick: "bob", channel, own: true, ...nobody },
  }));
  const messages = Array.from({ length: 100_000 }, (_, index) => {
    const conversation = rooms[index % rooms.length] ?? "";
    return said(String(index), 100 + index, { target: conversation, conversation });
  });
  const state = after(...joins, ...messages);
  const count = [...state.conversations.values()]
    .reduce((sum, { entries }) => sum + entries.length, 0);
  assertEquals(state.entryCount, count);
  assert(count <= MAX_ALL_ENTRIES * 1.1 + 1);
  for (const room of rooms) assert((state.conversations.get(room)?.entries.length ?? 0) > 1_000);
});
