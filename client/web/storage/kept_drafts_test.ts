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

Deno.test("A full storage is told, and a long draft is cut", () => {
  const storage = new FakeStorage();
  assert(open(storage).save(new Map([["s #1", "x".repeat(60_000)]])));
  assertEquals(open(storage).texts.get("s #1")?.length, 50_000);
  storage.isFull = true;
  assert(!open(storage).save(new Map([["s #1", "y"]])));
});
