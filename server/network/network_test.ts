import { assert, assertEquals } from "@std/assert";
import type { NetworkEvent } from "./events.ts";
import { Network } from "./network.ts";
import { STATUS_BIT } from "./state.ts";
import { accountAdded, connect, Events, invite, join, snapshot, SOME_PASSWORD } from "./testing.ts";

Deno.test("A user is found by id and by nickname in any case", () => {
  const events = new Events();
  events.all(connect("Alice"));
  assertEquals(events.network.userByNickname("aLICE"), events.network.users.get("Alice"));
  assertEquals(events.network.users.size, 1);
  assertEquals(events.refusal(connect("Alice", { nickname: "other" })), "no-change");
});

Deno.test("Two users cannot have the same nickname in different cases", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"));
  assertEquals(events.refusal(connect("c", { nickname: "ALICE" })), "nickname-in-use");
  assertEquals(events.refusal({ type: "nick", user: "bob", nickname: "Alice" }), "nickname-in-use");
  assertEquals(events.refusal({ type: "nick", user: "alice", nickname: "ALICE" }), undefined);
  assertEquals(events.user("alice").nickname, "ALICE");
});

Deno.test("A nickname that was given up is free, and WHOWAS shows its last user", () => {
  const events = new Events();
  events.all(
    connect("alice"),
    { type: "nick", user: "alice", nickname: "lis" },
    connect("x", {
      nickname: "alice",
    }),
  );
  assertEquals(events.network.whowas("ALICE").map(({ nickname }) => nickname), ["alice"]);
  assertEquals(events.user("lis").id, "alice");
});

Deno.test("A user who quits is removed from the network and its channels", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), join("alice"), join("bob"), join("alice", "#2"));
  const outcome = events.apply({ type: "quit", user: "alice", reason: "bye" });
  assert(outcome.ok);
  assertEquals(outcome.channels.map(({ key }) => key), ["#1", "#2"]);
  assertEquals([...events.network.channels.keys()], ["#1"]);
  assertEquals([...events.channel("#1").members.keys()], ["bob"]);
  assertEquals(events.network.counts, { operators: 0, invisible: 1, maxUsers: 2, occupied: 1 });
  assertEquals(events.refusal({ type: "quit", user: "alice", reason: "" }), "gone");
});

Deno.test("The first member of a channel is an operator, later members are not", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), join("alice"), join("bob", "#1"));
  const { members, flags } = events.channel("#1");
  assertEquals([...members.values()].map(({ status }) => status), [STATUS_BIT.o, 0]);
  assertEquals([...flags], ["n", "t"]);
  assertEquals(events.refusal(join("bob", "#1")), "no-change");
});

Deno.test("A channel without a founder ends with its last member", () => {
  const events = new Events();
  events.all(connect("alice"), join("alice"), {
    type: "part",
    user: "alice",
    channel: "#1",
    reason: undefined,
  });
  assertEquals(events.network.channels.size, 0);
});

Deno.test("A founded channel stays when it is empty, and its founder returns as operator", () => {
  const events = new Events();
  events.all(
    accountAdded("alice"),
    connect("alice", { account: "alice" }),
    connect("bob"),
    join("alice"),
  );
  events.all({ type: "kick", by: undefined, user: "alice", channel: "#1", reason: "" });
  events.all(join("bob"), join("alice"));
  assertEquals(events.channel("#1").members.get("bob")?.status, 0);
  assertEquals(events.channel("#1").members.get("alice")?.status, STATUS_BIT.o);
});

Deno.test("SETNAME, AWAY and CHGHOST change the user", () => {
  const events = new Events();
  events.all(
    connect("alice"),
    { type: "setname", user: "alice", realname: "Alice L" },
    { type: "away", user: "alice", message: "lunch" },
    { type: "chghost", user: "alice", username: "a", host: "example.com" },
  );
  const { realname, away, username, host } = events.user("alice");
  assertEquals([realname, away, username, host], ["Alice L", "lunch", "a", "example.com"]);
  assertEquals(events.refusal({ type: "away", user: "alice", message: "lunch" }), "no-change");
});

Deno.test("Invisible users and operators are counted", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob", { modes: [] }));
  const oper = {
    type: "user-mode",
    user: "alice",
    changes: [{ adding: true, mode: "o" }, { adding: false, mode: "i" }],
    operator: "root",
  } as const;
  events.all(oper);
  assertEquals(events.network.counts, { operators: 1, invisible: 0, maxUsers: 2, occupied: 0 });
  assertEquals(events.user("alice").operator, "root");
  assertEquals(events.refusal(oper), "no-change");
  events.all({ type: "user-mode", user: "alice", changes: [{ adding: false, mode: "o" }] });
  assertEquals(events.user("alice").operator, undefined);
  assertEquals(events.network.counts.operators, 0);
});

Deno.test("Mode changes without effect are left out of the outcome", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), join("alice"), join("bob"));
  const outcome = events.apply({
    type: "channel-mode",
    user: "alice",
    channel: "#1",
    changes: [
      { adding: true, mode: "n" },
      { adding: true, mode: "m" },
      { adding: true, mode: "k", argument: "key" },
      { adding: true, mode: "l", argument: "5" },
      { adding: true, mode: "b", argument: "*!*@Evil" },
      { adding: true, mode: "b", argument: "*!*@EVIL" },
      { adding: true, mode: "v", argument: "BOB", user: "bob" },
      { adding: true, mode: "v", argument: "ghost", user: "ghost" },
    ],
  });
  assert(outcome.ok);
  assertEquals(outcome.changes.map(({ mode, argument }) => [mode, argument]), [
    ["m", undefined],
    ["k", "key"],
    ["l", "5"],
    ["b", "*!*@Evil"],
    ["v", "bob"],
  ]);
  const { password, limit, lists, members } = events.channel("#1");
  assertEquals([password, limit, lists.b.size, members.get("bob")?.status], ["key", 5, 1, 1]);
});

Deno.test("A key is removed whatever the argument is, and is not shown", () => {
  const events = new Events();
  events.all(connect("alice"), join("alice"));
  const mode = (...changes: { adding: boolean; mode: string; argument?: string }[]) =>
    events.apply({ type: "channel-mode", user: "alice", channel: "#1", changes });
  mode({ adding: true, mode: "k", argument: "secret" });
  const outcome = mode({ adding: false, mode: "k", argument: "wrong" });
  assert(outcome.ok);
  assertEquals(outcome.changes, [{ adding: false, mode: "k", argument: "*" }]);
  assertEquals(mode({ adding: false, mode: "k" }), { ok: false, refusal: "no-change" });
});

Deno.test("A topic is set, and removed by an empty text", () => {
  const events = new Events();
  events.all(connect("alice"), join("alice"));
  const topic = (text: string) => events.all({ type: "topic", user: "alice", channel: "#1", text });
  topic("News");
  assertEquals(events.channel("#1").topic, { text: "News", setBy: "alice!~u@h", setAt: 3000 });
  topic("");
  assertEquals(events.channel("#1").topic, undefined);
});

Deno.test("An invitation is used up by joining", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), join("alice"), invite("alice", "bob"));
  const invitations = () => [...events.network.invitations(events.user("bob"))];
  assertEquals(invitations(), [events.channel("#1")]);
  events.all(join("bob"));
  assertEquals(invitations(), []);
  assertEquals(events.channel("#1").invited.size, 0);
});

Deno.test("An invitation by a member without status lifts no modes", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), connect("eve"), join("alice"), join("bob"));
  events.all(invite("bob", "eve"));
  assertEquals(events.channel("#1").invited.size, 0);
});

Deno.test("Invitations end with their user and with their channel", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), connect("eve"), join("alice"));
  events.all(join("alice", "#2"), invite("alice", "bob"), invite("alice", "eve"));
  events.all(invite("alice", "bob", "#2"), { type: "quit", user: "eve", reason: "" });
  assertEquals([...events.channel("#1").invited], ["bob"]);
  events.all({ type: "part", user: "alice", channel: "#1", reason: undefined });
  assertEquals([...events.network.invitations(events.user("bob"))], [events.channel("#2")]);
});

Deno.test("A renamed channel keeps everything but its name", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), join("alice"), join("bob"), join("bob", "#taken"));
  events.all(invite("alice", "bob"));
  const rename = (name: string) =>
    ({ type: "rename", user: "alice", channel: "#1", name, reason: "" }) as const;
  assertEquals(events.refusal(rename("#TAKEN")), "channel-name-in-use");
  const channel = events.channel("#1");
  events.all(rename("#New"));
  assertEquals(events.network.channel("#1"), undefined);
  assertEquals(events.channel("#new"), channel);
  assertEquals(channel.name, "#New");
  assertEquals([...events.user("bob").memberships.keys()].sort(), ["#new", "#taken"]);
});

Deno.test("An event about an unknown user or channel is refused and changes nothing", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), join("alice"));
  const gone: NetworkEvent[] = [
    { type: "nick", user: "x", nickname: "y" },
    { type: "setname", user: "x", realname: "y" },
    { type: "away", user: "x", message: "y" },
    { type: "account", user: "x", account: "y" },
    { type: "account", user: "alice", account: "y" },
    { type: "account-confirmed", account: "y", codeHash: "" },
    { type: "account-gone", account: "y" },
    { type: "password", account: "y", password: SOME_PASSWORD },
    { type: "token-added", account: "y", id: "1", hash: "", label: "", most: 1 },
    { type: "token-used", account: "y", id: "1" },
    { type: "token-removed", account: "y", id: "1" },
    { type: "address-known", account: "y", address: 1 },
    { type: "forget", account: "y" },
    { type: "marker", user: "x", target: "#1", time: 1 },
    { type: "user-mode", user: "x", changes: [{ adding: true, mode: "i" }] },
    { type: "chghost", user: "x", username: "u", host: "h" },
    { type: "join", user: "x", channel: "#1" },
    { type: "part", user: "bob", channel: "#1", reason: undefined },
    { type: "kick", by: "alice", user: "bob", channel: "#1", reason: "" },
    { type: "topic", user: "alice", channel: "#2", text: "" },
    { type: "channel-mode", user: "alice", channel: "#2", changes: [] },
    invite("alice", "x"),
    { type: "rename", user: "alice", channel: "#2", name: "#3", reason: "" },
    { type: "founder", user: "alice", channel: "#2", founder: "alice" },
    {
      type: "message",
      kind: "PRIVMSG",
      from: "alice",
      target: { channel: "#2", status: 0 },
      text: "",
      tags: new Map(),
    },
    {
      type: "message",
      kind: "PRIVMSG",
      from: "alice",
      target: { user: "x" },
      text: "",
      tags: new Map(),
    },
    {
      type: "redact",
      by: "alice",
      target: { channel: "#2", status: 0 },
      name: "#2",
      message: 1,
      reason: undefined,
    },
    {
      type: "message",
      kind: "PRIVMSG",
      from: "alice",
      target: { account: "y" },
      text: "",
      tags: new Map(),
    },
    { type: "founder", user: "alice", channel: "#1", founder: "y" },
    { type: "metadata", by: "alice", target: { channel: "#2" }, changes: [] },
    { type: "wallops", from: "x", text: "" },
  ];
  const before = snapshot(events.network);
  for (const event of gone) assertEquals(events.refusal(event), "gone", event.type);
  assertEquals(snapshot(events.network), before);
});

Deno.test("The outcome of a message or redaction names user and target, and the state only says when", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), join("alice"));
  const before = snapshot(events.network);
  const said = { type: "message", kind: "PRIVMSG", from: "alice", text: "", tags: new Map() };
  const target = { channel: "#1", status: 0 };
  const message = events.apply({ ...said, target } as NetworkEvent & { type: "message" });
  assert(message.ok);
  assertEquals([message.from.id, message.channel?.name, message.to], ["alice", "#1", undefined]);
  const redact = { type: "redact", by: "alice", name: "bob", message: 1, reason: undefined };
  const outcome = events.apply(
    { ...redact, target: { user: "bob" } } as NetworkEvent & { type: "redact" },
  );
  assert(outcome.ok);
  assertEquals([outcome.by.id, outcome.channel, outcome.to?.id], ["alice", undefined, "bob"]);
  const users = before.users.map((user) => user.id === "alice" ? { ...user, spokeAt: 4000 } : user);
  assertEquals(snapshot(events.network), { ...before, users });
});

Deno.test("The former name of a founded channel leads to it for a day, also after a restart", () => {
  const events = new Events();
  events.all(accountAdded("alice"), connect("alice", { account: "alice" }), join("alice", "#Tea"));
  events.all({ type: "rename", user: "alice", channel: "#tea", name: "#mate", reason: "" });
  const channel = events.channel("#mate");
  const restarted = new Network({ whowasEntries: 0 });
  restarted.restore(channel);
  const until = 4 * 1000 + 86_400_000;
  for (const network of [events.network, restarted]) {
    assertEquals(network.formerlyNamed("#TEA", until - 1), channel);
    assertEquals(network.formerlyNamed("#tea", until), undefined);
    assertEquals(network.formerlyNamed("#mate", 0), undefined);
  }
  events.all(connect("bob"), join("bob", "#tea"));
  assertEquals([...channel.members.keys()], ["alice", "bob"]);
});

Deno.test("The former name of a channel without a founder is free at once", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), join("alice", "#tea"));
  events.all({ type: "rename", user: "alice", channel: "#tea", name: "#mate", reason: "" });
  events.all(join("bob", "#tea"));
  assertEquals([...events.channel("#tea").members.keys()], ["bob"]);
});
