import { assertEquals } from "@std/assert";

import { findDestinations } from "./matching.ts";
import type { Destination } from "./navigator.ts";

function destination(name: string, unread = 0): Destination {
  return { name, note: "", unread, go: () => {} };
}

function namesFor(typed: string, destinations: readonly Destination[]): string[] {
  return findDestinations(destinations, typed).map(({ name }) => name);
}

Deno.test("with nothing typed every destination is there, unread ones first", () => {
  const all = [destination("lobby"), destination("games", 3), destination("bob")];
  assertEquals(namesFor(" ", all), ["games", "lobby", "bob"]);
});

Deno.test("a whole name comes before a beginning, an inside and scattered letters", () => {
  const all = ["xbxoxb", "a-bob", "bobby", "bob", "alice"].map((name) => destination(name));
  assertEquals(namesFor("BOB", all), ["bob", "bobby", "a-bob", "xbxoxb"]);
});
