/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import { memberItems } from "./member_items.ts";

function itemsOf(...names: string[]): string[] {
  const members = new Map(names.map((name) => {
    const [, prefixes = "", nick = ""] = /^([@+~]*)(.*)$/.exec(name) ?? [];
    return [nick, { nick, prefixes }] as const;
  }));
  return memberItems(members).map((item) =>
    item.type === "heading" ? `${item.title} ${item.count}` : item.member.nick
  );
}

Deno.test("members stand in groups by their status, and by name in each", () => {
  assertEquals(itemsOf("zoe", "@+bob", "al", "+eve", "@ann"), [
    "Operators 2",
    "ann",
    "bob",
    "With voice 1",
    "eve",
    "Others 2",
    "al",
    "zoe",
  ]);
});

Deno.test("one group alone has no heading", () => {
  assertEquals(itemsOf("zoe", "al"), ["al", "zoe"]);
  assertEquals(itemsOf(), []);
});
