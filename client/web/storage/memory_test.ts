/// <reference lib="deno.ns" />

import { assert, assertEquals } from "@std/assert";

import type { Entry } from "../enter/entry.ts";
import { Memory } from "./memory.ts";
import type { Storage } from "./storage.ts";
import { FakeStorage } from "./testing.ts";

const GUEST: Entry = {
  ...{ name: "alice", rooms: ["1", "tea"], way: { type: "guest" }, serverPassword: undefined },
  remember: true,
};
const LOGIN = { account: "alice", id: "1f", token: "secret" };
const TOKEN = { type: "token", account: "alice", token: "secret" } as const;

/** A browser, whose tabs can be opened and closed. */
function browser(lasting: Storage = new FakeStorage()) {
  return { lasting, open: (tab: Storage = new FakeStorage()) => new Memory({ lasting, tab }) };
}

Deno.test("A person who may be remembered is offered again, and others are not", () => {
  const { open } = browser();
  open().entered({ ...GUEST, remember: false });
  assertEquals(open().entry([]).name, "");
  open().entered(GUEST);
  assertEquals(open().entry([]), GUEST);
  assert(!open().entersByItself);
  open().entered({ ...GUEST, remember: false });
  assertEquals(open().entry([]).name, "");
});

Deno.test("A guest who was inside is let in after a reload, until they leave", () => {
  const { open } = browser();
  const tab = new FakeStorage();
  open(tab).entered({ ...GUEST, remember: false });
  const again = open(tab);
  assert(again.entersByItself);
  assertEquals(again.entry([]).name, "alice");
  again.left();
  assert(!open(tab).entersByItself);
});

Deno.test("A login token lets a person in on the next visit, until the server refuses it", () => {
  const { open } = browser();
  const memory = open();
  memory.entered({ ...GUEST, way: { type: "password", password: "a password" } });
  memory.setLogin(LOGIN);
  const again = open();
  assert(again.entersByItself);
  assertEquals(again.entry([]).way, TOKEN);
  const reason = "SASL authentication failed";
  again.refused({
    end: { type: "wrong-password", nick: "alice", reason },
    password: { account: "alice", wasGiven: false, tokenRefused: true, reason },
  });
  assertEquals([open().entersByItself, open().entry([]).name], [false, "alice"]);
});

Deno.test("A password is kept nowhere", () => {
  const { open, lasting } = browser();
  const tab = new FakeStorage();
  const way = { type: "password", password: "a password" } as const;
  open(tab).entered({ ...GUEST, way, serverPassword: "another" });
  const kept = [lasting, tab].flatMap((storage) =>
    storage.keys("").map((key) => storage.read(key) ?? "")
  );
  assert(kept.length > 0);
  assert(!kept.some((text) => /password|another/.test(text)));
});

Deno.test("The rooms of a link come before those where the person was", () => {
  const { open } = browser();
  assertEquals(open().entry([]).rooms, ["1"]);
  const memory = open();
  memory.entered(GUEST);
  memory.setRooms(["1", "cake"]);
  assertEquals(open().entry(["tea", "1"]).rooms, ["tea", "1", "cake"]);
});

Deno.test("What cannot be read is not used", () => {
  const { open, lasting } = browser();
  for (const text of ["", "{", "null", '{"name":1}', '{"name":"a","rooms":[1]}']) {
    lasting.write("person", text);
    assertEquals(open().entry([]).name, "");
  }
});

Deno.test("After forgetting nothing is left", () => {
  const { open, lasting } = browser();
  const tab = new FakeStorage();
  const memory = open(tab);
  memory.entered(GUEST);
  lasting.write("draft.alice.#1", "half a");
  lasting.write("unsent.1", "{}");
  memory.forget();
  assert(!memory.isKnown);
  assertEquals([...lasting.keys(""), ...tab.keys("")], []);
});

Deno.test("A person whom another tab has forgotten is not remembered again", () => {
  const { open, lasting } = browser();
  const memory = open();
  memory.entered(GUEST);
  const other = open();
  memory.forget();
  other.setRooms(["tea"]);
  other.dropLogin();
  assertEquals(lasting.keys(""), []);
});
