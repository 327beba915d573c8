import { assert, assertEquals } from "@std/assert";

import type { ChatMessageEvent, ClientEvent } from "./events.ts";
import type { Person } from "./model/mod.ts";
import { PersonFilter } from "./person_filter.ts";
import { Settings } from "./settings/mod.ts";

function message(from: string, text = "hello", own = false): ChatMessageEvent {
  return {
    ...{ type: "message", time: 0, kind: "message", from, target: "#1", conversation: "#1" },
    ...{ room: true, own, text, msgid: undefined, history: false },
  } as ChatMessageEvent;
}

function filterWith(ignore: readonly string[], words: readonly string[] = []) {
  const settings = new Settings();
  settings.set("ignore", ignore);
  settings.set("notify.words", words);
  settings.set("notify.people", ["Dave"]);
  const mallory = { nick: "mallory", user: "m", host: "bad.example" } as Person;
  const personOf = (nick: string) => nick === "mallory" ? mallory : undefined;
  return { settings, filter: new PersonFilter({ settings, personOf }) };
}

Deno.test("Messages of ignored nicknames and hosts are not shown", () => {
  const { filter } = filterWith(["Carol", "*!*@bad.example"]);
  assertEquals(filter.apply(message("carol")), undefined);
  assertEquals(filter.apply(message("mallory")), undefined);
  const others = message("alice");
  assert(filter.apply(others) === others);
  const own = message("carol", "mine", true);
  assert(filter.apply(own) === own);
});

Deno.test("Typing, invitations and pages of the history leave out the ignored", () => {
  const { filter } = filterWith(["carol"]);
  const common = { time: 0, conversation: "#1", room: true } as const;
  assertEquals(
    filter.apply({ ...common, type: "typing", nick: "carol", state: "active" }),
    undefined,
  );
  const page: ClientEvent = {
    ...common,
    type: "page",
    kind: "older",
    messages: [message("carol"), message("alice")],
    reactions: [],
    more: true,
  };
  assertEquals(filter.apply(page), { ...page, messages: [message("alice")] });
});

Deno.test("Words and people that call for attention are marked, and a change is followed", () => {
  const { filter, settings } = filterWith([], ["lunch"]);
  const marked = (event: ChatMessageEvent) =>
    (filter.apply(event) as ChatMessageEvent).highlight === true;
  assert(marked(message("alice", "Lunch?")));
  assert(marked(message("dave", "hm")));
  assert(!marked(message("alice", "tea")));
  settings.set("notify.words", ["tea"]);
  filter.update();
  assert(marked(message("alice", "tea")));
});
