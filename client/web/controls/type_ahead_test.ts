/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import { stepTo, TypeAhead } from "./type_ahead.ts";

const names = ["Alice", "bob", "bea", "carol"];

Deno.test("letters in a row find the name that begins with them, and one letter goes round", () => {
  const typed = new TypeAhead();
  assertEquals(typed.find("b", { names, from: 0, now: 0 }), 1);
  assertEquals(typed.find("e", { names, from: 1, now: 100 }), 2);
  assertEquals(typed.find("b", { names, from: 2, now: 5_000 }), 1);
  assertEquals(typed.find("b", { names, from: 1, now: 5_100 }), 2);
  assertEquals(typed.find("b", { names, from: 2, now: 5_200 }), 1);
  assertEquals(typed.find("x", { names, from: 2, now: 9_000 }), undefined);
});

Deno.test("arrows, pages, Home and End stay within a list", () => {
  const to = (key: string, at: number) => stepTo(key, { at, count: 30 });
  assertEquals(["ArrowDown", "ArrowUp", "PageDown", "PageUp"].map((key) => to(key, 29)), [
    29,
    28,
    29,
    19,
  ]);
  assertEquals([to("Home", 5), to("End", 5), to("ArrowUp", 0), to("a", 5)], [0, 29, 0, undefined]);
});
