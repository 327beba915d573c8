import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { accountAdded, connect, join, snapshot } from "../network/testing.ts";
import { TestNode } from "./test_node.ts";
import { MemoryBroker } from "./testing.ts";

Deno.test("The nodes of a cluster have the same state, with the same sequences, as one that comes later", async () => {
  const broker = new MemoryBroker();
  const [one, other] = [await TestNode.open(broker), await TestNode.open(broker, { node: "b" })];
  other.now += 60_000;
  const alice = await one.connect("alice");
  const bob = await other.connect("bob");
  await one.append(join(alice), join(alice, "#2"), { type: "away", user: alice, message: "out" });
  await other.append(join(bob), { type: "away", user: bob, message: "x" });
  await one.append({ type: "nick", user: alice, nickname: "carol" }, {
    type: "message",
    kind: "PRIVMSG",
    from: alice,
    target: { user: bob },
    text: "hi",
    tags: new Map([["+a", "1"]]),
  });
  const later = await TestNode.open(broker, { node: "c" });
  await other.journal.settled();
  assertEquals(snapshot(other.network), snapshot(one.network));
  assertEquals(snapshot(later.network), snapshot(one.network));
  assertEquals(other.recorded, one.recorded);
  assertEquals(later.recorded, one.recorded);
  assertEquals(one.sequences.length, 9);
  for (const node of [one, other, later]) node.close();
});

Deno.test("Of two users who take a nickname at the same time the first in the log gets it", async () => {
  const broker = new MemoryBroker();
  const [one, other] = [await TestNode.open(broker), await TestNode.open(broker, { node: "b" })];
  const [alice, bob] = [await one.connect("alice"), await other.connect("bob")];
  const [[first], [second]] = await Promise.all([
    one.append({ type: "nick", user: alice, nickname: "carol" }),
    other.append({ type: "nick", user: bob, nickname: "carol" }),
  ]);
  assertEquals(first?.ok, true);
  assertEquals(second, { ok: false, refusal: "nickname-in-use" });
  for (const node of [one, other]) node.close();
});

Deno.test("A batch that was stored without a word is applied once, although it is sent again", async () => {
  const broker = new MemoryBroker();
  const fates = ["lost", "stored, but not confirmed", "stored, but not confirmed"] as const;
  let count = 0;
  broker.fate = () => fates[count++] ?? "stored";
  const one = await TestNode.open(broker);
  const alice = await one.connect("alice");
  await one.append(join(alice));
  assertEquals(broker.published.length, 5);
  assertEquals(broker.stored.length, 4);
  assertEquals(one.recorded.map(({ event }) => event.type), ["connect", "join"]);
  one.close();
});

Deno.test("A node ends when the log has lost a batch of another one", async () => {
  const broker = new MemoryBroker();
  const [one, other] = [await TestNode.open(broker), await TestNode.open(broker, { node: "b" })];
  const [alice] = [await one.connect("alice"), await other.connect("bob")];
  const before = broker.stored.length;
  await one.append(join(alice));
  await one.append(join(alice, "#2"));
  broker.stored.splice(before, 1);
  const later = new TestNode(broker, { node: "c" });
  await later.shared.open();
  await later.journal.settled();
  assertMatch(later.broken.splice(0).join(), /NATS has lost the batches 2 to 2 of the node a/);
  for (const node of [one, other, later]) node.close();
});

Deno.test("Events that are appended while a batch is on its way follow it in one batch", async () => {
  const broker = new MemoryBroker();
  const one = await TestNode.open(broker);
  const alice = await one.connect("alice");
  const before = broker.stored.length;
  await Promise.all(["#1", "#2", "#3", "#4"].map((channel) => one.append(join(alice, channel))));
  assertEquals(broker.stored.length, before + 2);
  assertEquals([...one.network.channels.keys()], ["#1", "#2", "#3", "#4"]);
  one.close();
});

Deno.test("A command goes on before the next event of its batch is applied", async () => {
  const broker = new MemoryBroker();
  const one = await TestNode.open(broker);
  const alice = await one.connect("alice");
  const seen: number[] = [];
  const look = () => void seen.push(one.network.users.get(alice)!.memberships.size);
  void one.journal.append(join(alice, "#1")).then(look);
  void one.journal.append(join(alice, "#2")).then(look);
  await one.append(join(alice, "#3"));
  assertEquals(seen, [1, 2]);
  one.close();
});

Deno.test("When a node's epoch ends, its users quit everywhere, and what it still sends changes nothing", async () => {
  const broker = new MemoryBroker();
  const [one, other] = [await TestNode.open(broker), await TestNode.open(broker, { node: "b" })];
  const [alice, bob] = [await one.connect("alice"), await other.connect("bob")];
  await one.append(join(alice));
  await other.append(join(bob));
  const { epoch } = other.journal;
  // The other node is cut off: it neither hears of its end nor is heard.
  broker.fate = (id) => id.startsWith("b.") ? "lost" : "stored";
  const late = other.append({ type: "part", user: bob, channel: "#1", reason: "late" });
  const ended = one.journal.endEpoch(epoch);
  one.journal.commit();
  await ended;
  assertEquals([...one.network.users.keys()], [alice]);
  assertEquals(one.recorded.at(-1)?.event, {
    type: "quit",
    user: bob,
    reason: "The server b is gone",
  });
  assertEquals(await late, [{ ok: false, refusal: "gone" }]);
  assertEquals(other.ended.filter((end) => end.startsWith(bob)), [`${bob} undefined`]);
  broker.fate = () => "stored";
  assertNotEquals(other.journal.epoch, epoch);
  const carol = await other.connect("carol");
  assert(carol.startsWith(other.journal.epoch));
  assertEquals(snapshot(other.network), snapshot(one.network));
  for (const node of [one, other]) node.close();
});

Deno.test("What a node has recorded before it started again only changes its state", async () => {
  const broker = new MemoryBroker();
  const one = await TestNode.open(broker);
  const alice = await one.connect("alice");
  await one.append(join(alice), join(alice, "#2"), {
    type: "topic",
    user: alice,
    channel: "#2",
    text: "x",
  });
  const recorded = one.sequences[1]!;
  const again = await TestNode.open(broker, { recorded });
  assertEquals(again.sequences, one.sequences.slice(2));
  assertEquals(snapshot(again.network), snapshot(one.network));
  for (const node of [one, again]) node.close();
});

Deno.test("A node that goes on from a snapshot has the same state and sequences as one from the beginning", async () => {
  const broker = new MemoryBroker();
  const one = await TestNode.open(broker);
  const alice = await one.connect("alice");
  await one.append(join(alice), join(alice, "#2"));
  const snapshot = JSON.parse(JSON.stringify(one.journal.snapshot()));
  await one.append({ type: "nick", user: alice, nickname: "carol" });
  await one.connect("bob");
  const later = await TestNode.open(broker, { node: "b", snapshot });
  assertEquals(later.network.snapshot(), one.network.snapshot());
  assertEquals(later.sequences, one.sequences.slice(-2));
  assertEquals(later.journal.snapshot(), one.journal.snapshot());
  for (const node of [one, later]) node.close();
});

Deno.test("An event that cannot be recorded does not keep a node from applying it and what follows", async () => {
  const broker = new MemoryBroker();
  const [one, other] = [await TestNode.open(broker), await TestNode.open(broker, { node: "b" })];
  const alice = await one.connect("alice");
  other.onRecord = ({ event }) => {
    if (event.type === "join" && event.channel === "#1") throw new Error("a bug");
  };
  await one.append(join(alice), join(alice, "#2"));
  await other.journal.settled();
  assertEquals(other.failed, ["join"]);
  assertEquals(snapshot(other.network), snapshot(one.network));
  assertEquals(other.sequences, [one.sequences[0], one.sequences[2]]);
  for (const node of [one, other]) node.close();
});

/** A user of an account on both nodes: `one` has connected it, `other` has attached a session. */
async function sharedUser(one: TestNode, other: TestNode): Promise<string> {
  const user = one.journal.newId();
  const alice = connect(user, { nickname: "alice", account: "alice" });
  await one.append(accountAdded("alice"), alice, join(user));
  const [outcome] = await other.append({ type: "attach", user, account: "alice" });
  assert(outcome?.ok);
  return user;
}

Deno.test("A user quits with the last session on any node, once", async () => {
  const broker = new MemoryBroker();
  const [one, other] = [await TestNode.open(broker), await TestNode.open(broker, { node: "b" })];
  const user = await sharedUser(one, other);
  await one.append({ type: "detach", user, reason: "home" });
  assertEquals(one.network.users.get(user)?.sessions, [other.journal.epoch]);
  await other.append({ type: "detach", user, reason: "out" });
  await one.journal.settled();
  for (const { network, recorded, journal } of [one, other]) {
    assertEquals(network.users.size, 0);
    assertEquals(recorded.at(-1)?.event, { type: "quit", user, reason: "out" });
    assertEquals(journal.snapshot(), one.journal.snapshot());
  }
  assertEquals(one.recorded, other.recorded);
  assertEquals(one.recorded.map(({ event }) => event.type), [
    "account-added",
    "connect",
    "join",
    "attach",
    "quit",
  ]);
  for (const node of [one, other]) node.close();
});

Deno.test("A session that attaches while the last one leaves finds its user, or finds them gone", async () => {
  const broker = new MemoryBroker();
  const [one, other] = [await TestNode.open(broker), await TestNode.open(broker, { node: "b" })];
  for (const first of [one, other]) {
    const id = one.journal.newId();
    await one.append(accountAdded("alice"), connect(id, { nickname: "alice", account: "alice" }));
    await other.journal.settled();
    const leave = () => one.append({ type: "detach", user: id, reason: "" });
    const attach = () => other.append({ type: "attach", user: id, account: "alice" });
    const running = first === one ? [leave(), attach()] : [attach(), leave()];
    const outcomes = (await Promise.all(running)).flat();
    assertEquals(outcomes.map(({ ok }) => ok), first === one ? [true, false] : [true, true]);
    const sessions = one.network.users.get(id)?.sessions;
    assertEquals(sessions, first === one ? undefined : [other.journal.epoch]);
    await other.append({ type: "detach", user: id, reason: "" });
    assertEquals(other.network.users.size, 0);
  }
  for (const node of [one, other]) node.close();
});

Deno.test("When a node's epoch ends, a user who has a session on another node stays", async () => {
  const broker = new MemoryBroker();
  const [one, other] = [await TestNode.open(broker), await TestNode.open(broker, { node: "b" })];
  const user = await sharedUser(other, one);
  const bob = await other.connect("bob");
  await other.append({ type: "attach", user, account: "alice" });
  broker.fate = (id) => id.startsWith("b.") ? "lost" : "stored";
  const ended = one.journal.endEpoch(other.journal.epoch);
  one.journal.commit();
  await ended;
  await other.journal.settled();
  broker.fate = () => "stored";
  assertEquals([...one.network.users.keys()], [user]);
  assertEquals(one.network.users.get(user)?.sessions, [one.journal.epoch]);
  assertEquals(other.ended, [`${user} undefined`, `${bob} undefined`]);
  assertEquals(one.ended, []);
  await other.connect("carol");
  assertEquals(snapshot(other.network), snapshot(one.network));
  for (const node of [one, other]) node.close();
});

Deno.test("The end of a session goes into the log even if that takes no other events", async () => {
  const broker = new MemoryBroker();
  const one = await TestNode.open(broker);
  const alice = await one.connect("alice");
  const long = "x".repeat(9 * 1024 * 1024);
  void one.journal.append({ type: "away", user: alice, message: long });
  const refused = await one.journal.append({ type: "away", user: alice, message: "x" });
  assertEquals(refused, { ok: false, refusal: "unavailable" });
  const [left] = await one.append({ type: "detach", user: alice, reason: "" });
  assertEquals(left?.ok, true);
  one.close();
});

Deno.test("A JOIN that the log has after a ban on another node is refused", async () => {
  const broker = new MemoryBroker();
  const [one, other] = [await TestNode.open(broker), await TestNode.open(broker, { node: "b" })];
  const [alice, bob] = [await one.connect("alice"), await other.connect("bob")];
  await one.append(join(alice));
  const changes = [{ adding: true, mode: "b", argument: "bob!*@*" }];
  const [banned, [joined]] = await Promise.all([
    one.append({ type: "channel-mode", user: alice, channel: "#1", changes }),
    other.append({ type: "join", user: bob, channel: "#1", key: "" }),
  ]);
  assertEquals(banned[0]?.ok, true);
  assertEquals(joined, { ok: false, refusal: "may-not-join" });
  assertEquals([...one.network.channel("#1")!.members.keys()], [alice]);
  for (const node of [one, other]) node.close();
});
