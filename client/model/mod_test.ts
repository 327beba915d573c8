import { assert, assertEquals } from "@std/assert";

import type { ClientEvent } from "../events.ts";
import { INITIAL_STATE, MAX_ENTRIES, reduce, reduceAll } from "./mod.ts";
import type { ClientState } from "./mod.ts";

const time = 0;
const welcome: ClientEvent = {
  type: "welcome",
  time,
  nick: "bob",
  server: "s",
  network: "N",
  isupport: new Map([["CASEMAPPING", "ascii"], ["PREFIX", "(ov)@+"], ["CHANMODES", "b,k,l,nt"]]),
};

function join(nick: string, channel = "#1"): ClientEvent {
  const nobody = { user: undefined, host: undefined, account: undefined, realname: undefined };
  return { type: "join", time, nick, channel, own: nick === "bob", ...nobody };
}

function said(from: string, text: string, room = true): ClientEvent {
  const conversation = room ? "#1" : from;
  return {
    ...{ type: "message", time, kind: "message", from, target: "#1", conversation, room },
    ...{ own: from === "bob", text, msgid: undefined, history: false },
  };
}

function after(...events: ClientEvent[]): ClientState {
  return reduceAll(INITIAL_STATE, [welcome, join("bob"), ...events]);
}

Deno.test("A cleared conversation shows only messages that are not delivered, and loads nothing older", () => {
  const queued = { type: "queued", time, id: 1, kind: "message", target: "#1" } as const;
  const state = after(
    said("al", "hi"),
    { ...queued, conversation: "#1", room: true, text: "waiting", replyTo: undefined },
    { type: "clear", time, conversation: "#1" },
  );
  const room = state.conversations.get("#1");
  assertEquals(room?.entries.map((entry) => entry.type === "message" && entry.text), ["waiting"]);
  assertEquals(room?.older, "none");
  assertEquals(state.entryCount, 1);
});

Deno.test("Joins, modes, nicknames and quits change the members of a room", () => {
  const members = [{ nick: "bob", prefixes: "@" }, { nick: "Al", prefixes: "" }];
  const state = after(
    { type: "names", time, channel: "#1", members, requested: false },
    join("carol"),
    {
      type: "mode",
      time,
      target: "#1",
      room: true,
      by: "bob",
      modes: "+o-k+v",
      args: ["AL", "key", "al"],
    },
    { type: "nick", time, nick: "carol", newNick: "Dave", own: false },
    { type: "quit", time, nick: "nobody", own: false, reason: undefined },
  );
  const room = state.conversations.get("#1");
  assertEquals([...room?.members.values() ?? []].map(({ nick, prefixes }) => prefixes + nick), [
    "@bob",
    "@+Al",
    "Dave",
  ]);
  assertEquals([...state.people.keys()].sort(), ["al", "bob", "dave"]);
});

Deno.test("A room has the modes that the server shows and those that are set since", () => {
  const mode = (modes: string, by: string | undefined, args: string[] = []): ClientEvent => ({
    ...{ type: "mode", time, target: "#1", room: true, by, modes, args },
    ...(by === undefined && { quiet: true }),
  });
  const shown = after(mode("+tl", undefined, ["50"]));
  assertEquals(shown.conversations.get("#1")?.modes, "lt");
  const changed = reduceAll(shown, [mode("+nb-l+o", "al", ["*!*@bad", "bob"])]);
  assertEquals(changed.conversations.get("#1")?.modes, "nt");
  const texts = changed.conversations.get("#1")?.entries.filter(({ type }) => type === "mode");
  assertEquals(texts?.length, 1);
  assertEquals(reduceAll(changed, [join("bob")]).conversations.get("#1")?.modes, "");
});

Deno.test("A person who leaves the last shared room is forgotten, but not the conversation with them", () => {
  const gone: ClientEvent = { type: "quit", time, nick: "al", own: false, reason: "bye" };
  const state = after(join("al"), said("al", "hi", false), join("eve"), gone, {
    ...{ type: "part", time, nick: "eve", channel: "#1", own: false, reason: undefined },
  });
  assertEquals([...state.people.keys()], ["bob", "al"]);
  assertEquals(state.conversations.get("al")?.entries.map(({ type }) => type), ["message", "quit"]);
});

Deno.test("A message in another conversation is unread until the person turns to it", () => {
  const elsewhere = after(said("al", "hi"), said("al", "hey bob!"), said("bob", "me"));
  assertEquals(elsewhere.conversations.get("#1")?.unread, 2);
  assertEquals(elsewhere.conversations.get("#1")?.mentions, 1);
  const looked = reduce(elsewhere, { type: "focus", time, conversation: "#1", room: true });
  assertEquals(looked.conversations.get("#1")?.unread, 0);
  assertEquals(reduce(looked, said("al", "x")).conversations.get("#1")?.unread, 0);
});

Deno.test("A conversation follows the new nickname of its person", () => {
  const state = after(said("al", "hi", false), {
    type: "focus",
    time,
    conversation: "al",
    room: false,
  }, {
    ...{ type: "nick", time, nick: "al", newNick: "alice", own: false },
  });
  assertEquals(state.current, "alice");
  assertEquals(state.conversations.get("alice")?.entries.length, 2);
  assert(!state.conversations.has("al"));
});

Deno.test("Later events do not change an earlier state", () => {
  const before = after(join("al"), said("al", "hi"));
  const copy = structuredClone(before);
  reduceAll(before, [
    said("al", "more"),
    join("carol"),
    { type: "nick", time, nick: "al", newNick: "x", own: false },
    { type: "connection", time, status: "waiting" },
    { type: "kick", time, nick: "bob", by: "x", channel: "#1", own: true, reason: undefined },
  ]);
  assertEquals(structuredClone(before), copy);
});

Deno.test("Messages are pending until they are delivered or refused", () => {
  const queued = (id: number): ClientEvent => ({
    ...{ type: "queued", time, id, kind: "message", target: "#1", text: "x" },
    ...{ conversation: "#1", room: true },
  });
  const state = after(queued(1), queued(2), queued(3), { type: "delivered", time, id: 1 }, {
    ...{ type: "refused", time, code: "404", about: "#1", reason: "no", id: 2, text: "x" },
  });
  assertEquals([...state.pending.keys()], [3]);
});

Deno.test("A message that is confirmed before it comes from the server is shown once", () => {
  const about = { id: 1, kind: "message", target: "#1", conversation: "#1", room: true } as const;
  const state = after(
    { type: "queued", time, text: "x", replyTo: undefined, ...about },
    { type: "delivered", time, id: 1 },
    { ...said("bob", "x"), ...{ msgid: "m1", id: 1 } } as ClientEvent,
  );
  const messages = state.conversations.get("#1")?.entries.filter(({ type }) => type === "message");
  assertEquals(messages?.map((entry) => entry.type === "message" && entry.msgid), ["m1"]);
});

Deno.test("A conversation keeps a bounded number of entries, the newest", () => {
  const many = Array.from({ length: MAX_ENTRIES * 3 }, (_, index) => said("al", String(index)));
  const entries = after(...many).conversations.get("#1")?.entries ?? [];
  assert(entries.length <= MAX_ENTRIES * 2);
  const last = entries.at(-1);
  assertEquals(last?.type === "message" && last.text, String(MAX_ENTRIES * 3 - 1));
});

Deno.test("After a lost connection rooms have no members, and the presence of friends is unknown", () => {
  const state = after(
    { type: "friends", time, nicks: ["al"] },
    { type: "presence", time, nick: "AL", online: true },
    { type: "connection", time, status: "waiting" },
  );
  assertEquals(state.conversations.get("#1")?.joined, false);
  assertEquals(state.conversations.get("#1")?.members.size, 0);
  assertEquals(state.friends.get("al")?.online, undefined);
});

Deno.test("One is told once that one is away, however often the server says it", () => {
  const away = (message: string | undefined): ClientEvent => ({
    ...{ type: "away", time, nick: "bob", own: true, message },
  });
  const state = after(
    ...[away("lunch"), away("away"), away(undefined), away(undefined), away("tea")],
  );
  const notes = [...state.conversations.values()].flatMap(({ entries }) =>
    entries.filter(({ type }) => type === "note")
  );
  assertEquals(notes.length, 3);
});
