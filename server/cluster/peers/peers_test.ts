import { assert, assertEquals } from "@std/assert";

import { GuessLimit } from "../../accounts/attempts/guess_limit.ts";
import { RegistrationLimit } from "../../accounts/registration_limit.ts";
import { SharedBudgets } from "../../budgets/shared_budgets.ts";
import { defaultLimits } from "../../options/limits.ts";
import { MemoryBroker } from "../testing.ts";
import { PeerTalk } from "./mod.ts";

const ADDRESS = "192.0.2.1";
/** Wrong passwords that are allowed at once. */
const ATTEMPTS = 5;

/** A node's limits, and what it says to the others over a broker. */
class Node implements Disposable {
  readonly open = new Map<string, number>();
  readonly budgets: SharedBudgets;
  readonly logins: GuessLimit;
  readonly registrations: RegistrationLimit;
  readonly talk: PeerTalk;
  readonly #clock: { now: number };

  constructor(
    readonly name: string,
    { broker, clock, epochs }: {
      readonly broker: MemoryBroker;
      readonly clock: { now: number };
      readonly epochs: Map<string, string>;
    },
  ) {
    const now = () => clock.now;
    this.#clock = clock;
    this.budgets = new SharedBudgets({
      now,
      limits: () => ({ ...defaultLimits(), sharedWorkPerSecond: 100, sharedWorkBurst: 1_000 }),
    });
    this.logins = new GuessLimit({ limit: () => ATTEMPTS, now });
    this.registrations = new RegistrationLimit({ limit: () => 2, now });
    epochs.set(`epoch-${name}`, name);
    this.talk = new PeerTalk({
      broker,
      epoch: () => `epoch-${name}`,
      epochs: () => epochs,
      nodes: () =>
        [...epochs.values()].map((other) => ({
          name: other,
          epoch: `epoch-${other}`,
          isSelf: other === name,
          lag: 0,
          silent: 0,
        })),
      now,
      limits: {
        summed: { ...this.budgets.counted },
        single: { logins: this.logins, registrations: this.registrations },
        open: () => this.open,
      },
      about: () => ({ people: 3, version: "chat-1", startedAt: 1 }),
      answerers: {
        logins: () => [],
        operators: () => [`the operator of ${name}`],
        addresses: (user) => [`${user} on ${name}`],
        rehash: () => ["x".repeat(10_000)],
      },
    });
    broker.onBroadcast((data) => this.talk.hear(data));
  }

  /** Tells what was counted, as it does once a second. */
  report(): void {
    this.#clock.now += 1_000;
    this.talk.report();
  }

  /** Guesses once; returns whether the guess was taken. */
  async guess(): Promise<boolean> {
    return "found" in await this.logins.run(ADDRESS, () => Promise.resolve(undefined));
  }

  [Symbol.dispose](): void {
    this.talk.close();
  }
}

/** Nodes that hear each other. */
function nodes<const Names extends readonly string[]>(...names: Names) {
  const shared = { broker: new MemoryBroker(), clock: { now: 0 }, epochs: new Map() };
  const all = names.map((name) => new Node(name, shared));
  return {
    ...shared,
    all,
    a: all[0]!,
    b: all[1]!,
    [Symbol.dispose]: () => all.forEach((node) => node[Symbol.dispose]()),
  };
}

Deno.test("The connections of an address are those of all nodes, and of a node that is gone none", () => {
  using cluster = nodes("a", "b", "c");
  const { a, b, epochs } = cluster;
  a.open.set(ADDRESS, 6);
  cluster.all[2]!.open.set(ADDRESS, 4);
  for (const node of cluster.all) node.report();
  assertEquals(b.talk.openElsewhere(ADDRESS), 10);
  assertEquals(a.talk.openElsewhere(ADDRESS), 4);
  a.open.set(ADDRESS, 1);
  a.report();
  assertEquals(b.talk.openElsewhere(ADDRESS), 5);
  epochs.delete("epoch-a");
  b.report();
  assertEquals(b.talk.openElsewhere(ADDRESS), 4);
});

Deno.test("The connections of a node that says nothing are forgotten after ten reports", () => {
  using cluster = nodes("a", "b");
  const { a, b } = cluster;
  a.open.set(ADDRESS, 6);
  a.report();
  for (let second = 0; second < 10; second++) b.report();
  assertEquals(b.talk.openElsewhere(ADDRESS), 6);
  b.report();
  assertEquals(b.talk.openElsewhere(ADDRESS), 0);
});

Deno.test("What an address does on one node counts on the other, after a second", () => {
  using cluster = nodes("a", "b");
  const { a, b, clock } = cluster;
  a.budgets.ofAddress(ADDRESS).charge(2_000, clock.now);
  a.budgets.ofAccount("Bob").charge(2_000, clock.now);
  a.report();
  assert(b.budgets.ofAddress(ADDRESS).work.wait(clock.now) > 5_000);
  assert(b.budgets.ofAccount("bob").work.wait(clock.now) > 5_000);
  assertEquals(b.budgets.ofAddress("192.0.2.2").work.wait(clock.now), 0);
  // What was told is not told again, by either.
  const waited = a.budgets.ofAddress(ADDRESS).work.wait(clock.now);
  b.report();
  assertEquals(a.budgets.ofAddress(ADDRESS).work.wait(clock.now), waited - 1_000);
});

Deno.test("Connections and rooms of a minute are those of both nodes", () => {
  using cluster = nodes("a", "b");
  const { a, b, clock } = cluster;
  const connections = (node: Node) => {
    let count = 0;
    while (node.budgets.mayConnect(ADDRESS)) count++;
    return count;
  };
  const alone = connections(a);
  a.report();
  assert(connections(b) < alone / 2, "The other node gave as many again");
  const rooms = b.budgets.ofAddress(ADDRESS);
  while (rooms.openRoom(clock.now) === 0);
  b.report();
  assert(a.budgets.ofAddress(ADDRESS).openRoom(clock.now) > 0);
});

Deno.test("Guesses at a password on two nodes are stopped at the limit of one", async () => {
  using cluster = nodes("a", "b");
  const { a, b } = cluster;
  const taken: boolean[] = [];
  for (let count = 0; count < ATTEMPTS; count++) taken.push(await [a, b][count % 2]!.guess());
  assertEquals(taken, Array(ATTEMPTS).fill(true));
  // Both wait now, and ever longer.
  cluster.clock.now += 1_000;
  assertEquals(await a.guess(), true);
  cluster.clock.now += 2_000;
  assertEquals(await b.guess(), true);
  cluster.clock.now += 500;
  assertEquals([await a.guess(), await b.guess()], [false, false]);
});

Deno.test("A right password forgives what was wrong on both nodes", async () => {
  using cluster = nodes("a", "b");
  const { a, b } = cluster;
  for (let count = 0; count < ATTEMPTS - 1; count++) await a.guess();
  b.logins.forget(ADDRESS);
  for (let count = 0; count < ATTEMPTS - 1; count++) assertEquals(await a.guess(), true);
});

Deno.test("The accounts that an address registers are counted on all nodes at once", () => {
  using cluster = nodes("a", "b");
  const { a, b } = cluster;
  const made = [a, b, a, b].map(({ registrations }) => registrations.count(ADDRESS));
  assertEquals(made, [true, true, false, false]);
});

Deno.test("A question is answered by all other nodes, and a long answer is cut", async () => {
  using cluster = nodes("a", "b", "c");
  const { a } = cluster;
  assertEquals(await a.talk.ask("addresses", "bob"), [
    { node: "b", lines: ["bob on b"] },
    { node: "c", lines: ["bob on c"] },
  ]);
  const [answer] = await a.talk.ask("rehash");
  assertEquals(answer?.lines[0]?.length, 4_096);
});

Deno.test("A node that gives no answer, or a wrong one, is left out", async () => {
  using cluster = nodes("a", "b");
  const { a, broker } = cluster;
  const lines = (value: unknown) => new TextEncoder().encode(JSON.stringify({ lines: value }));
  for (const wrong of ["x", [1], ["x".repeat(10_000)]]) {
    broker.onAnswer = () => lines(wrong);
    assertEquals(await a.talk.ask("operators"), []);
  }
  broker.onAsk = () => {
    throw new Error("nobody is there");
  };
  assertEquals(await a.talk.ask("operators"), []);
});

Deno.test("A node without others asks nobody", async () => {
  using alone = nodes("a");
  assertEquals(await alone.a.talk.ask("operators"), []);
});

Deno.test("Nodes know how many people the others have, their version and when they started", () => {
  using cluster = nodes("a", "b");
  const { a, epochs } = cluster;
  const about = { people: 3, version: "chat-1", startedAt: 1 };
  assertEquals(a.talk.nodes().map((node) => [node.name, node.about]), [["a", about], ["b", about]]);
  a.report();
  epochs.delete("epoch-b");
  a.report();
  epochs.set("epoch-b", "b");
  assertEquals(a.talk.nodes()[1]?.about, undefined);
});

Deno.test("A connection that one node refuses is not counted on the other", () => {
  using cluster = nodes("a", "b");
  const { a, b, clock } = cluster;
  while (a.budgets.mayConnect(ADDRESS));
  a.report();
  const wait = b.budgets.ofAddress(ADDRESS).connections.wait(clock.now);
  for (let count = 0; count < 1_000; count++) a.budgets.mayConnect(ADDRESS);
  a.report();
  assert(b.budgets.ofAddress(ADDRESS).connections.wait(clock.now) <= wait);
});
