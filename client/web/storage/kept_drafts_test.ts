/// <reference lib="deno.ns" />

import { assert, assertEquals } from "@std/assert";

import { KeptDrafts } from "./kept_drafts.ts";
import { FakeStorage } from "./testing.ts";

function open(storage: FakeStorage, owner = "alice"): KeptDrafts {
  return new KeptDrafts({ storage, owner });
}

Deno.test("Drafts are back on the next visit of the same person, until they are sent", () => {
  const storage = new FakeStorage();
  open(storage).save(new Map([["s #1", "half a line"], ["s bob", "two\nlines"]]));
  assertEquals([...open(storage).texts], [["s #1", "half a line"], ["s bob", "two\nlines"]]);
  assertEquals([...open(storage, "bob").texts], []);
  open(storage).save(new Map([["s bob", "two\nlines"]]));
  assertEquals([...open(storage).texts], [["s bob", "two\nlines"]]);
});

Deno.test("A tab writes only what was typed in it", () => {
  const storage = new FakeStorage();
  const [one, two] = [open(storage), open(storage)];
  one.save(new Map([["s #1", "from one"]]));
  two.save(new Map([["s #2", "from two"]]));
  one.save(new Map([["s #1", "from one, more"]]));
  assertEquals([...open(storage).texts], [["s #1", "from one, more"], ["s #2", "from two"]]);
});

Deno.test("A draft is kept whole, however long it is", () => {
  const storage = new FakeStorage();
  const text = "x".repeat(600_000);
  assert(open(storage).save(new Map([["s #1", text]])));
  assertEquals(open(storage).texts.get("s #1"), text);
});

Deno.test("A full storage is told until there is room, and keeps what was there before", () => {
  const storage = new FakeStorage();
  const drafts = open(storage);
  assert(drafts.save(new Map([["s #1", "short"], ["s #2", "other"]])));
  storage.isFull = true;
  assert(!drafts.save(new Map([["s #1", "longer"], ["s #2", "other"]])));
  assert(!drafts.save(new Map([["s #1", "longer"]])));
  assertEquals([...open(storage).texts], [["s #1", "short"]]);
  storage.isFull = false;
  assert(drafts.save(new Map([["s #1", "longer"]])));
  assertEquals([...open(storage).texts], [["s #1", "longer"]]);
});
