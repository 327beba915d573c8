/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import { memberItems, memberNear } from "./member_items.ts";

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

Deno.test("the member near a heading is the next one in the direction, or in the other", () => {
  const members = new Map(["@al", "bob"].map((name) => [
    name,
    { nick: name.replace("@", ""), prefixes: name.startsWith("@") ? "@" : "" },
  ]));
  const items = memberItems(members);
  assertEquals(items.map(({ type }) => type), ["heading", "member", "heading", "member"]);
  const near = (at: number, step: 1 | -1) => memberNear(items, { at, step });
  assertEquals([near(2, 1), near(2, -1), near(0, -1), near(3, 1)], [3, 1, 1, 3]);
  assertEquals(memberNear([], { at: 0, step: 1 }), undefined);
});
