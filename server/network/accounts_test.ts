import { assert, assertEquals } from "@std/assert";
import { accountAdded, connect, Events, join, SOME_PASSWORD } from "./testing.ts";

const NOBODY = { type: "account", user: "alice", account: "bob" } as const;

Deno.test("Of two accounts whose names are the same or look alike, the first is added", () => {
  const events = new Events();
  events.all(accountAdded("Bob"));
  assertEquals(events.refusal(accountAdded("bOB")), "account-exists");
  assertEquals(events.refusal(accountAdded("ВОВ")), "account-lookalike");
  assertEquals(events.network.account("bob", 0), {
    name: "Bob",
    createdAt: 1000,
    pending: undefined,
  });
  const looking = [...events.network.accountsThatLookLike("ВОВ", 0)];
  assertEquals(looking.map(({ name }) => name), ["Bob"]);
  events.all({ type: "account-gone", account: "BOB" }, accountAdded("ВОВ"));
  assertEquals(events.refusal(accountAdded("bob")), "account-lookalike");
});

Deno.test("A pending account has no users and is confirmed by its own code before it expires", () => {
  const events = new Events();
  const pending = { codeHash: "right", until: 5000 };
  events.all({ ...accountAdded("bob"), pending }, connect("alice"));
  assertEquals(events.refusal(NOBODY), "gone");
  assertEquals(events.refusal(accountAdded("bob")), "account-exists");
  const confirm = { type: "account-confirmed", account: "bob", codeHash: "right" } as const;
  // This is the fifth event, whose time is 5000.
  assertEquals(events.refusal(confirm), "gone");
  const again = { ...pending, until: 9000 };
  const outcome = events.apply({ ...accountAdded("BOB"), pending: again });
  assert(outcome.ok);
  assertEquals(outcome.expired.map(({ name }) => name), ["bob"]);
  assertEquals(events.refusal({ ...confirm, codeHash: "wrong" }), "gone");
  events.all(confirm);
  assertEquals(events.refusal(confirm), "gone");
  events.all(NOBODY);
  assertEquals(events.user("alice").account, "BOB");
});

Deno.test("The accounts that have expired are removed when another is added, in any order", () => {
  const events = new Events();
  for (const [name, until] of [["one", 90_000], ["two", 3500], ["three", 3500]] as const) {
    events.all({ ...accountAdded(name), pending: { codeHash: "", until } });
  }
  events.all(accountAdded("three"));
  const names = events.network.snapshot().accounts.map(({ name }) => name);
  assertEquals(names, ["one", "three"]);
  assertEquals(events.network.account("three", 1e9)?.pending, undefined);
});

Deno.test("A user is not logged in to an account that was removed before their event", () => {
  const events = new Events();
  events.all(accountAdded("bob"), { type: "account-gone", account: "bob" });
  events.all(connect("carol", { account: "bob" }), connect("alice"));
  assertEquals(events.user("carol").account, undefined);
  for (
    const event of [
      NOBODY,
      { type: "password", account: "bob", password: SOME_PASSWORD },
      { type: "account-gone", account: "bob" },
      { type: "attach", user: "carol", account: "bob" },
    ] as const
  ) assertEquals(events.refusal(event), "gone", event.type);
});

Deno.test("An account founds at most 100 channels, and another after giving one up", () => {
  const events = new Events();
  events.all(accountAdded("Alice"), connect("alice", { account: "Alice" }));
  for (let i = 0; i < 101; i++) events.all(join("alice", `#${i}`));
  assertEquals(events.channel("#99").founder, "Alice");
  assertEquals(events.channel("#100").founder, undefined);
  const found = { type: "founder", user: "alice", channel: "#100", founder: "Alice" } as const;
  assertEquals(events.refusal(found), "no-change");
  events.all({ ...found, channel: "#7", founder: undefined }, found);
  assertEquals(events.channel("#100").founder, "Alice");
});

Deno.test("A deleted account has no channels, no statuses and no users", () => {
  const events = new Events();
  events.all(
    accountAdded("alice"),
    connect("alice", { account: "alice" }),
    connect("bob"),
    join("alice"),
  );
  events.all(join("alice", "#2"), join("bob", "#2"));
  assert(events.user("alice").modes.includes("r"));
  events.all({ type: "part", user: "alice", channel: "#1", reason: undefined });
  const outcome = events.apply({ type: "account-gone", account: "ALICE" });
  assert(outcome.ok);
  assertEquals(outcome.channels.map(({ key }) => key), ["#1", "#2"]);
  assertEquals([...events.network.channels.keys()], ["#2"]);
  assertEquals(events.user("alice").account, undefined);
  assert(!events.user("alice").modes.includes("r"));
  assertEquals(events.channel("#2").accountStatus.size, 0);
});

Deno.test("User mode r is set while the nickname is the account's name", () => {
  const events = new Events();
  events.all(accountAdded("Alice"), connect("alice"));
  const has = () => events.user("alice").modes.includes("r");
  const account = { type: "account", user: "alice", account: "Alice" } as const;
  events.all(account);
  assert(has());
  assertEquals(events.refusal(account), "no-change");
  events.all({ type: "nick", user: "alice", nickname: "lis" });
  assert(!events.user("lis").modes.includes("r"));
  events.all({ type: "nick", user: "alice", nickname: "ALICE" });
  assert(has());
  events.all({ ...account, account: undefined });
  assert(!has());
});

Deno.test("The users of an account share their metadata", () => {
  const events = new Events();
  events.all(
    accountAdded("acc"),
    connect("a", { account: "acc" }),
    connect("b", { account: "ACC" }),
    connect("c"),
  );
  const change = (value: string | undefined) =>
    ({
      type: "metadata",
      by: "a",
      target: { user: "a" },
      changes: [{ key: "url", value }],
    }) as const;
  const outcome = events.apply(change("x"));
  assert(outcome.ok);
  assertEquals(outcome.users.map(({ id }) => id), ["a", "b"]);
  assertEquals(events.user("b").metadata.get("url"), "x");
  assertEquals(events.user("c").metadata.size, 0);
  assertEquals(events.refusal(change("x")), "no-change");
});

Deno.test("A message to an account reaches the same of its users after a restart of a node", () => {
  const events = new Events();
  const login = (user: string) => ({ type: "account", user, account: "acc" }) as const;
  events.all(accountAdded("acc"), connect("a"), connect("b"), connect("c"));
  // Neither the first nor the last who logs in has had the nickname for longest.
  events.all(login("c"), login("b"), login("a"), { type: "nick", user: "a", nickname: "z" });
  const restarted = new Events({ sequence: 9 });
  restarted.network.restoreSnapshot(JSON.parse(JSON.stringify(events.network.snapshot())));
  for (const { network } of [events, restarted]) {
    const users = network.usersOf("ACC").map(({ id }) => id);
    assertEquals(users.toSorted(), ["a", "b", "c"]);
  }
  const message = {
    type: "message",
    kind: "PRIVMSG",
    from: "c",
    target: { account: "ACC" },
    text: "",
    tags: new Map(),
  } as const;
  for (const each of [events, restarted]) {
    const outcome = each.apply(message);
    assert(outcome.ok);
    assertEquals([outcome.to?.id, outcome.absent], ["b", undefined]);
  }
});
