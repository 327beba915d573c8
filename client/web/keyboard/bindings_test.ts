/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import type { PageActions } from "./actions.ts";
import { BY_KEY, PAGE_BINDINGS } from "./bindings.ts";

Deno.test("each key that the page runs is in the table once", () => {
  const keys = PAGE_BINDINGS.flatMap(({ bindings }) =>
    bindings.flatMap(({ keys, run }) => run === undefined ? [] : keys)
  );
  assertEquals(keys.length, new Set(keys).size);
  assertEquals([...BY_KEY.keys()].sort(), [...keys].sort());
});

Deno.test("Alt, Shift and a digit go to that conversation, and Ctrl+K shows the switcher", () => {
  const done: string[] = [];
  const actions: PageActions = {
    show: (dialog) => done.push(`show ${dialog}`),
    goToPosition: (position) => done.push(`position ${position}`),
    goBy: (step) => done.push(`by ${step}`),
    goToUnread: () => done.push("unread"),
    goToRegion: (step) => done.push(`region ${step}`),
  };
  for (const key of ["alt+shift+1", "alt+shift+9", "ctrl+k", "alt+up", "alt+a", "shift+f6", "?"]) {
    BY_KEY.get(key)?.(actions);
  }
  const expected = ["position 0", "position 8", "show switcher", "by -1", "unread", "region -1"];
  assertEquals(done, [...expected, "show keys"]);
});
