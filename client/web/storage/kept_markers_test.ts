/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import { BrowserMarkers } from "./kept_markers.ts";
import { FakeStorage } from "./testing.ts";

function open(storage: FakeStorage, owner = "alice"): BrowserMarkers {
  return new BrowserMarkers({ storage, owner });
}

Deno.test("How far a guest has read is there on the next visit, and never goes back", () => {
  const storage = new FakeStorage();
  const markers = open(storage);
  markers.markRead("#1", 20);
  markers.markRead("#1", 10);
  markers.save();
  assertEquals(open(storage).readUntil("#1"), 20);
  assertEquals(open(storage).readUntil("#2"), undefined);
  assertEquals(open(storage, "bob").readUntil("#1"), undefined);
});

Deno.test("Only the conversations that were read last are kept, and what cannot be read does no harm", () => {
  const storage = new FakeStorage();
  const markers = open(storage);
  for (let room = 1; room <= 400; room++) markers.markRead(`#${room}`, room);
  markers.markRead("#101", 1_000);
  markers.save();
  const kept = open(storage);
  assertEquals([kept.readUntil("#100"), kept.readUntil("#101")], [undefined, 1_000]);
  storage.write("read.alice", "{");
  assertEquals(open(storage).readUntil("#101"), undefined);
});

Deno.test("What a full storage does not keep is kept when there is room", () => {
  const storage = new FakeStorage();
  const markers = open(storage);
  markers.markRead("#1", 20);
  storage.isFull = true;
  markers.save();
  storage.isFull = false;
  markers.save();
  assertEquals(open(storage).readUntil("#1"), 20);
});
