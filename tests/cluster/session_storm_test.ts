import { assertEquals } from "@std/assert";
import { byToken, enterLoggedIn, makeAccount } from "../harness/accounts.ts";
import { DEADLINE } from "../harness/feed.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { Random } from "../harness/random.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { enterNode, KeptNode, waitForText } from "./node.ts";

/** Set it to repeat a storm. */
const SEED = Number(Deno.env.get("STORM_SEED") ?? 1);
const ROUNDS = 25;
/** Things that happen at the same time. */
const AT_ONCE = 6;
/** In this many rounds a node is killed and starts again. */
const KILL_EVERY = 6;
/** The nicknames that the account's clients have, so that they share them. */
const NICKNAMES = ["bob", "robert"];
const CLIENTS = 10;

/** The clients of one account, which come and go on three nodes, and an observer. */
class Storm {
  readonly #nodes: readonly KeptNode[];
  readonly #observer: IrcTestClient;
  readonly #token: string;
  readonly #random = new Random(SEED);
  readonly #clients = new Set<IrcTestClient>();

  constructor(
    nodes: readonly KeptNode[],
    { observer, token }: { observer: IrcTestClient; token: string },
  ) {
    this.#nodes = nodes;
    this.#observer = observer;
    this.#token = token;
  }

  async round({ kills }: { readonly kills: boolean }): Promise<void> {
    const running = Array.from({ length: AT_ONCE }, () => this.#act());
    // The observer is on the last one.
    if (kills) running.push(this.#restart(this.#random.pick(this.#nodes.slice(0, -1))));
    await Promise.all(running);
    for (const client of this.#clients) if (client.feed.ended !== undefined) this.#leave(client);
    await this.#check();
  }

  /** Ends all clients, after which nobody is left. */
  async end(): Promise<void> {
    for (const client of this.#clients) this.#leave(client);
    await this.#check();
  }

  async #act(): Promise<void> {
    const clients = [...this.#clients];
    const nickname = this.#random.pick(NICKNAMES);
    if (clients.length === 0 || (clients.length < CLIENTS && this.#random.chance(0.5))) {
      return await this.#enter(this.#random.pick(this.#nodes), nickname);
    }
    const client = this.#random.pick(clients);
    if (this.#random.chance(0.3)) return await client.send(`NICK ${nickname}`).catch(() => {});
    await client.send("QUIT").catch(() => {});
    this.#leave(client);
  }

  /** Connects a client; none if the node is killed meanwhile. */
  async #enter({ running }: KeptNode, nickname: string): Promise<void> {
    if (running === undefined) return;
    const login = byToken(this.#token);
    const client = await enterLoggedIn(running, { nickname, login }).catch(() => undefined);
    if (client !== undefined) this.#clients.add(client);
  }

  #leave(client: IrcTestClient): void {
    client.close();
    this.#clients.delete(client);
  }

  async #restart(node: KeptNode): Promise<void> {
    await node.kill();
    await node.start();
  }

  /** Checks that those are on the network who have clients, and that all of them are reached. */
  async #check(): Promise<void> {
    const byNickname = new Map<string, IrcTestClient[]>();
    for (const client of this.#clients) {
      await client.send("USERHOST");
      const { params: [nickname = ""] } = await client.waitFor("461");
      byNickname.set(nickname, [...byNickname.get(nickname) ?? [], client]);
    }
    const expected = ["carol", ...byNickname.keys()].sort();
    const deadline = performance.now() + DEADLINE;
    for (let seen: string[] = []; seen.join() !== expected.join();) {
      await this.#observer.send(`ISON carol ${NICKNAMES.join(" ")}`);
      seen = (await this.#observer.waitFor("303")).params.at(-1)!.trim().split(" ").sort();
      if (performance.now() > deadline) assertEquals(seen, expected, `seed ${SEED}`);
    }
    for (const [nickname, clients] of byNickname) {
      const text = crypto.randomUUID();
      await this.#observer.send(`PRIVMSG ${nickname} :${text}`);
      for (const client of clients) await waitForText(client, text);
    }
  }
}

testWith([NATS_SERVER], {
  name:
    "Whatever sessions of an account do on three nodes, their users are those who have sessions",
  fn: async () => {
    await using stack = new AsyncDisposableStack();
    const nats = stack.use(await NatsServer.start());
    const nodes = ["a", "b", "c"].map((name) => stack.use(new KeptNode(nats, name)));
    await Promise.all(nodes.map((node) => node.start()));
    const observer = stack.use(await enterNode(nodes[2]!.server, "carol", []));
    using bob = await enterNode(nodes[0]!.server, "bob", []);
    await makeAccount(bob);
    await bob.send("LOGINTOKEN CREATE");
    const token = (await bob.waitFor("LOGINTOKEN")).params.at(-1)!;
    await bob.send("QUIT");
    await bob.closed();
    const storm = new Storm(nodes, { observer, token });
    for (let round = 1; round <= ROUNDS; round++) {
      await storm.round({ kills: round % KILL_EVERY === 0 });
    }
    await storm.end();
  },
});
