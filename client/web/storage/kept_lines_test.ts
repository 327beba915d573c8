/// <reference lib="deno.ns" />

import { assert, assertEquals } from "@std/assert";

import { continuationOf, type KeptLine, KeptLines, seenUntil } from "./kept_lines.ts";
import { FakeStorage } from "./testing.ts";

function line(text: string, target = "#1"): KeptLine {
  return {
    ...{ line: `PRIVMSG ${target} :${text}`, command: "PRIVMSG", target, text, kind: "message" },
    after: { msgid: `after ${text}`, time: 1000 },
  };
}

function linesOf(storage: FakeStorage, tab: string, owner = "alice"): KeptLines {
  return new KeptLines({ storage, owner, tab });
}

Deno.test("Lines that were not confirmed are there after a reload, in order and once", () => {
  const storage = new FakeStorage();
  linesOf(storage, "a").save([line("one"), line("two")]);
  const again = linesOf(storage, "a").takeOver(() => false);
  assertEquals(again.map(({ text }) => text), ["one", "two"]);
  linesOf(storage, "a").save([]);
  assertEquals(storage.keys(""), []);
});

Deno.test("The lines of a closed tab are taken over by one other, and those of an open tab not", () => {
  const storage = new FakeStorage();
  linesOf(storage, "closed").save([line("left")]);
  linesOf(storage, "open").save([line("mine")]);
  const isClosed = (tab: string) => tab === "closed";
  assertEquals(linesOf(storage, "new").takeOver(isClosed), [line("left")]);
  assertEquals(linesOf(storage, "other").takeOver(isClosed), []);
  assertEquals(linesOf(storage, "new").takeOver(() => false), [line("left")]);
});

Deno.test("Lines are sent by the person who typed them", () => {
  const storage = new FakeStorage();
  linesOf(storage, "a").save([line("secret")]);
  assertEquals(linesOf(storage, "b", "bob").takeOver(() => true), []);
  assertEquals(linesOf(storage, "b", "alice").takeOver(() => true), [line("secret")]);
});

Deno.test("A full storage, or lines that cannot be read, do no harm", () => {
  const storage = new FakeStorage();
  storage.write("unsent.x", "{");
  storage.write("unsent.y", '{"owner":"alice","lines":[{"text":"no line"}]}');
  assertEquals(linesOf(storage, "a").takeOver(() => true), []);
  storage.isFull = true;
  assert(!linesOf(storage, "a").save([line("one")]));
  const many = Array.from({ length: 1_001 }, () => line("x"));
  storage.isFull = false;
  assert(!linesOf(storage, "a").save(many));
  assertEquals(linesOf(storage, "a").takeOver(() => false).length, 1_000);
});

Deno.test("A session goes on with lines after what was seen before the first of each room", () => {
  const later = { ...line("later"), after: { msgid: "m2", time: 2000 } };
  const continues = continuationOf([line("one"), later, line("hi", "bob")]);
  assertEquals(continues?.backlog.lines.map(({ id, text }) => [id, text]), [
    [1, "one"],
    [2, "later"],
    [3, "hi"],
  ]);
  assertEquals(continues?.seen.mark("#1")?.msgid, "after one");
  assertEquals([
    continues?.began,
    continues?.backlog.doubtful && [...continues.backlog.doubtful].length,
  ], [1000, 3]);
  assertEquals(continuationOf([]), undefined);
  assertEquals(seenUntil(undefined, 20_000), { msgid: undefined, time: 10_000 });
});
