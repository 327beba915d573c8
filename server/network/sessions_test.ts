import { assert, assertEquals } from "@std/assert";
import { accountAdded, connect, Events, join } from "./testing.ts";

Deno.test("A user stays until the last session of any node is gone, and then quits", () => {
  const events = new Events();
  events.all(accountAdded("alice"), connect("alice", { account: "alice" }), join("alice"));
  const attach = { type: "attach", user: "alice", account: "alice" } as const;
  const detach = { type: "detach", user: "alice", reason: "" } as const;
  for (const epoch of ["b", "b", "c"]) assert(events.apply(attach, { epoch }).ok);
  assertEquals(events.user("alice").sessions, ["", "b", "b", "c"]);
  assert(events.apply(detach, { epoch: "b" }).ok);
  assert(events.apply(detach).ok);
  assertEquals(events.apply(detach), { ok: false, refusal: "no-change" });
  assert(events.apply(attach, { epoch: "b" }).ok);
  assert(events.apply({ ...detach, all: true }, { epoch: "b" }).ok);
  assertEquals(events.user("alice").sessions, ["c"]);
  const last = events.apply(detach, { epoch: "c" });
  assert(last.ok);
  assertEquals(last.quit?.channels.map(({ name }) => name), ["#1"]);
  assertEquals(events.network.userByNickname("alice"), undefined);
  assertEquals(events.refusal(detach), "gone");
});

Deno.test("A session is attached only to a user of its account, and 64 share a nickname", () => {
  const events = new Events();
  events.all(accountAdded("alice"), connect("alice", { account: "alice" }));
  const attach = { type: "attach", user: "alice", account: "alice" } as const;
  assertEquals(events.refusal({ ...attach, account: "bob" }), "gone");
  events.all(...Array(63).fill(attach));
  assertEquals(events.refusal(attach), "too-many-sessions");
});

Deno.test("A user with several sessions is not logged in to another account", () => {
  const events = new Events();
  events.all(accountAdded("alice"), accountAdded("bob"));
  events.all(connect("alice", { account: "alice" }));
  const account = { type: "account", user: "alice", account: "bob" } as const;
  events.all({ type: "attach", user: "alice", account: "alice" });
  assertEquals(events.refusal(account), "shared");
  events.all({ type: "detach", user: "alice", reason: "" }, account);
});
