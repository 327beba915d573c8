/// <reference lib="deno.ns" />

import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";

import type { ConversationEntry, MessageEntry } from "../../model/mod.ts";
import { entryOf, indexOfItem, TimelineItems } from "./items.ts";

const DAY_MS = 24 * 60 * 60_000;

function message(number: number, more: Partial<MessageEntry> = {}): MessageEntry {
  return {
    ...{ type: "message", kind: "message", from: "bob", target: "#1", conversation: "#1" },
    ...{ room: true, own: false, text: `message ${number}`, msgid: `m${number}`, history: false },
    time: number * 1000,
    ...more,
  } as MessageEntry;
}

function join(number: number): ConversationEntry {
  const nick = `nick${number}`;
  return {
    ...{ type: "join", nick, channel: "#1", own: false, time: number * 1000 },
    ...{ user: undefined, host: undefined, account: undefined, realname: undefined },
  };
}

function view(entries: readonly ConversationEntry[], begins = false) {
  return { entries, firstNew: undefined, begins };
}

Deno.test("A page put in above leaves the items below as they are", () => {
  const items = new TimelineItems();
  const old = Array.from({ length: 10 }, (_, at) => message(100 + at));
  const before = items.update(view(old));
  const after = items.update(view([message(1), message(2), ...old]));
  const { head, tail } = items.change;
  assertEquals(head, 0);
  assertEquals(tail, 9);
  assertStrictEquals(after.at(-tail), before.at(-tail));
});

Deno.test("A message at the end leaves the items above as they are", () => {
  const items = new TimelineItems();
  const old = Array.from({ length: 10 }, (_, at) => message(at));
  const before = items.update(view(old));
  const after = items.update(view([...old, message(10)]));
  assertEquals(items.change, { head: before.length, tail: 0 });
  assert(before.every((item, at) => item === after[at]));
});

Deno.test("The mark of the beginning moves the items down by one", () => {
  const items = new TimelineItems();
  const entries = [message(1), message(2)];
  const before = items.update(view(entries));
  const after = items.update(view(entries, true));
  assertEquals(after.length, before.length + 1);
  assertEquals(items.change, { head: 0, tail: before.length });
});

Deno.test("The item of an entry is found again after the entry was replaced", () => {
  const sent = message(2, { msgid: undefined, id: 7, delivery: "waiting", own: true });
  const items = new TimelineItems().update(view([
    join(1),
    join(2),
    message(3),
    message(4, { id: 7, text: sent.text }),
  ]));
  assertEquals(items.map(({ type }) => type), ["day", "events", "message", "message"]);
  assertEquals(indexOfItem(items, message(3, { text: "", redacted: { by: "al", reason: "" } })), 2);
  assertEquals(indexOfItem(items, sent), 3);
  assertEquals(indexOfItem(items, message(9)), -1);
});

Deno.test("Items that are kept from before are those that would be made anew", () => {
  const entry = fc.oneof(
    fc.nat(50).map((number) => message(number * 40_000)),
    fc.nat(50).map((number) => join(number * 40_000)),
    fc.constant<ConversationEntry>({ type: "gap", time: 3 * DAY_MS }),
  );
  const pieces = fc.array(entry, { maxLength: 12 });
  const edit = fc.record({
    at: fc.nat(30),
    removed: fc.nat(6),
    added: pieces,
    begins: fc.boolean(),
  });
  fc.assert(fc.property(pieces, fc.array(edit, { maxLength: 6 }), (first, edits) => {
    const kept = new TimelineItems();
    let entries = first;
    let before = kept.update(view(entries));
    for (const { at, removed, added, begins } of edits) {
      entries = entries.toSpliced(at % (entries.length + 1), removed, ...added);
      const after = kept.update(view(entries, begins));
      const { head, tail } = kept.change;
      const anew = new TimelineItems().update(view(entries, begins));
      assertEquals(after.map(({ type }) => type), anew.map(({ type }) => type));
      assertEquals(after.map(entryOf), anew.map(entryOf));
      assertEquals(after, anew);
      assert(before.slice(0, head).every((item, index) => item === after[index]));
      const moved = after.length - before.length;
      for (let index = before.length - tail; index < before.length; index++) {
        assertStrictEquals(before[index], after[index + moved]);
      }
      before = after;
    }
  }));
});
