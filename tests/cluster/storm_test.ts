import { assertEquals, assertGreater } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { withDeadline } from "../harness/feed.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { Random } from "../harness/random.ts";
import type { TestServer } from "../harness/server.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { answersTo, enterNode, startNode, waitForText } from "./node.ts";

const NODES = ["a", "b", "c"] as const;
const CLIENTS = 12;
/** How long the storm lasts, in milliseconds. */
const STORM_MS = Number(Deno.env.get("STORM_SECONDS") ?? 12) * 1000;
const SEED = Number(Deno.env.get("STORM_SEED") ?? 1);

/** A node that can be killed and started again with its database. */
class Node {
  readonly name: string;
  readonly data: string;
  readonly #nats: NatsServer;
  #server: TestServer | undefined;

  constructor(nats: NatsServer, name: string) {
    this.#nats = nats;
    this.name = name;
    this.data = Deno.makeTempDirSync({ prefix: `chat-node-${name}-` });
  }

  get server(): TestServer | undefined {
    return this.#server;
  }

  async start(): Promise<void> {
    this.#server = await startNode(this.#nats, this.name, { args: ["--data", this.data] });
  }

  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.[Symbol.asyncDispose]();
  }

  /** All that its history has, in order. */
  rows(): unknown[] {
    const db = new DatabaseSync(`${this.data}/chat.db`, { readOnly: true });
    try {
      return db.prepare(
        "SELECT seq, key, kind, source, recipient, text FROM history JOIN targets ON id = target ORDER BY seq",
      ).all();
    } finally {
      db.close();
    }
  }
}

/** Somebody who talks on one node, and comes back when it is there again. */
class Talker {
  /** What it has seen the echo of. */
  readonly confirmed: string[] = [];
  readonly #name: string;
  readonly #node: Node;
  #sent = 0;

  constructor(name: string, node: Node) {
    this.#name = name;
    this.#node = node;
  }

  async talk(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      try {
        if (this.#node.server === undefined) throw new Error("it is away");
        using client = await enterNode(this.#node.server, this.#name);
        while (!isOver()) await this.#say(client);
      } catch {
        // The connection is lost, or the name is not free yet.
        await pause(100);
      }
    }
  }

  async #say(client: IrcTestClient): Promise<void> {
    const text = `${this.#name} says ${++this.#sent}`;
    await client.send(`PRIVMSG #1 :${text}`);
    await waitForText(client, text);
    this.confirmed.push(text);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Does one harm, and mends it. */
async function harm(nodes: readonly Node[], nats: NatsServer, random: Random): Promise<string> {
  const node = random.pick(nodes);
  const kind = random.below(4);
  if (kind === 0) {
    await nats.kill();
    await pause(random.next() * 1000);
    await nats.restart();
    return "NATS killed";
  }
  if (kind === 1) {
    nats.signal("SIGSTOP");
    await pause(random.next() * 3000);
    nats.signal("SIGCONT");
    return "NATS stopped";
  }
  if (kind === 2) {
    node.server?.process.kill("SIGSTOP");
    await pause(random.next() * 2000);
    node.server?.process.kill("SIGCONT");
    return `${node.name} stopped`;
  }
  await node.kill();
  await pause(random.next() * 1000);
  await node.start();
  return `${node.name} killed`;
}

testWith([NATS_SERVER], {
  name:
    "In a storm of kills and stops no confirmed message is lost or doubled, and all nodes agree",
  fn: async () => {
    await using nats = await NatsServer.start();
    const nodes = NODES.map((name) => new Node(nats, name));
    const harms: string[] = [];
    try {
      for (const node of nodes) await node.start();
      const talkers = Array.from(
        { length: CLIENTS },
        (_, index) => new Talker(`talker${index}`, nodes[index % nodes.length]!),
      );
      let over = false;
      const talking = Promise.all(talkers.map((talker) => talker.talk(() => over)));
      const random = new Random(SEED);
      const end = performance.now() + STORM_MS;
      while (performance.now() < end) {
        await pause(500);
        harms.push(await harm(nodes, nats, random));
      }
      over = true;
      await withDeadline(talking, { what: () => `talkers still wait after ${harms.join(", ")}` });
      await checkAgreement(nodes, talkers.flatMap(({ confirmed }) => confirmed));
    } catch (error) {
      throw new Error(`After ${harms.join(", ")} (seed ${SEED})`, { cause: error });
    } finally {
      for (const node of nodes) {
        await node.kill();
        await Deno.remove(node.data, { recursive: true });
      }
    }
  },
});

async function checkAgreement(nodes: readonly Node[], confirmed: readonly string[]): Promise<void> {
  const watchers: IrcTestClient[] = [];
  for (const node of nodes) watchers.push(await enterNode(node.server!, `watcher-${node.name}`));
  await watchers[0]!.send("PRIVMSG #1 :the end");
  for (const watcher of watchers) await waitForText(watcher, "the end");
  const names = await Promise.all(watchers.map((watcher) => answersTo(watcher, "NAMES #1")));
  for (const other of names) assertEquals(other, names[0]);
  const [rows, ...others] = nodes.map((node) => node.rows());
  for (const other of others) assertEquals(other, rows);
  const counts = new Map<string, number>();
  for (const row of rows!) {
    const { text, kind } = row as { text: string; kind: number };
    if (kind === 0) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  assertEquals(confirmed.filter((text) => counts.get(text) !== 1), []);
  assertEquals([...counts].filter(([, count]) => count > 1), []);
  assertGreater(confirmed.length, CLIENTS * 10);
  for (const watcher of watchers) watcher.close();
}
