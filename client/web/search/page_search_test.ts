/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import type { ChatMessageEvent } from "../../events.ts";
import type { MessageJump } from "../../navigation/message_jump.ts";
import type { Navigator } from "../../navigation/navigator.ts";
import type { Network } from "../../networks.ts";
import { PageSearch } from "./page_search.ts";

function message(number: number): ChatMessageEvent {
  return {
    ...{ type: "message", kind: "message", from: "al", target: "#1", conversation: "#1" },
    ...{ room: true, own: false, history: true, msgid: `m${number}`, text: `red ${number}` },
    time: number,
  };
}

/** A search in room 1 of a network that a test controls. */
function desk() {
  const searches: string[] = [];
  const gone: (string | undefined)[] = [];
  const chat = {
    search: (words: string, target?: { name: string }) =>
      searches.push(target === undefined ? words : `${words} in ${target.name}`),
  };
  const network = { id: "n", chat } as unknown as Network;
  const place = { anchor: undefined as unknown, marked: undefined as unknown };
  const navigator = {
    ...{ network, place, current: { network: "n", key: "#1" } },
    conversation: { kind: "room", name: "#1" },
    go: () => gone.push("back"),
  } as unknown as Navigator;
  const jump = {
    go: (_network: Network, { msgid }: ChatMessageEvent) => gone.push(msgid),
  } as unknown as MessageJump;
  const search = new PageSearch({ navigator, jump, changed: () => {} });
  const find = (...numbers: number[]) =>
    search.handle(network, {
      ...{ type: "found", time: 9, searched: "red", conversation: "#1", token: searches.length },
      messages: numbers.map(message),
    });
  return { search, searches, gone, find, place };
}

Deno.test("A change of where to search searches again, and the last answer counts", () => {
  const { search, searches, find } = desk();
  search.open();
  search.search(" red ");
  search.setHere(false);
  assertEquals(searches, ["red in #1", "red"]);
  find(1, 2);
  assertEquals(search.found.messages.map(({ msgid }) => msgid), ["m2", "m1"]);
});

Deno.test("One goes from one found message to the next, and back to where one was", () => {
  const { search, gone, find, place } = desk();
  const anchor = { entry: message(9), hidden: 3 };
  place.anchor = anchor;
  search.open();
  search.search("red");
  find(1, 2, 3);
  search.step(1);
  assertEquals([gone, search.isStepping], [[], false]);
  search.go(1);
  search.step(1);
  search.step(1);
  search.step(-1);
  assertEquals(gone, ["m2", "m1", "m2"]);
  place.anchor = undefined;
  search.goBack();
  assertEquals([gone.at(-1), place.anchor, search.isStepping], ["back", anchor, false]);
});

Deno.test("The dialog shows again what was found, and nothing of another room", () => {
  const { search, find } = desk();
  search.open();
  search.search("red");
  find(1);
  search.open();
  assertEquals([search.found.hasFound, search.typed], [true, "red"]);
});

Deno.test("Blanks are not searched for", () => {
  const { search, searches } = desk();
  search.open();
  search.search("   ");
  assertEquals(searches, []);
});
