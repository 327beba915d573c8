import { assert, assertEquals } from "@std/assert";

import type { Clock } from "../../client/connection/clock.ts";
import { denoConnector } from "../../client/deno/connect.ts";
import type { JoinIo } from "../../client/cli/io.ts";
import { join } from "../../client/mod.ts";
import { FakeIo } from "../../client/testing/fake_io.ts";
import { parseMessage, parseSource } from "../../protocol/message.ts";
import { type Cut, CuttingProxy } from "../harness/cutting_proxy.ts";
import { DEADLINE, withDeadline } from "../harness/feed.ts";
import { InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { Random } from "../harness/random.ts";

const CAPABILITIES = ["echo-message", "labeled-response", "batch"];
/** Bytes of a connection before it is cut; registration takes about 3,000 to the client. */
const MAX_BYTES = { "to-server": 2_000, "to-client": 12_000 } as const;
/** Bytes of the first connection: enough to register, because the client tries that only once. */
const FIRST_BYTES = 20_000;
const PASSWORD = "correct-horse";

/**
 * The system's clock with timers that are a hundred times shorter. Those from 20 seconds on stay:
 * they end connections that are slow, as on a busy machine all are.
 */
const HASTY_CLOCK: Clock = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds < 20_000 ? milliseconds / 100 : milliseconds);
    return () => clearTimeout(timer);
  },
};

Deno.test("A person with an account who is cut off 100 times receives and sends every message once, in order", async () => {
  const { bob, alice, carol, typed, proxy } = await talkWhileCutting({
    cuts: 100,
    args: ["--account", "bob"],
    targets: ["#1", "alice", "carol"],
  });
  const heard = bob.messages();
  assertEquals(inRoom(heard), said(alice, "#1"));
  for (const [nickname, client] of [["alice", alice], ["carol", carol]] as const) {
    const talk = heard.filter(({ room, from, to }) =>
      room === null && [from, to].includes(nickname)
    );
    assertEquals(talk.map(shown), said(client, "bob"));
    assertEquals(said(client, "#1").filter(isBobs), typed("#1"));
    assertEquals(said(client, "bob").filter(isBobs), typed(nickname));
  }
  assertEquals(proxy.cuts, 100);
  const missed = heard.filter((one) => one.missed === true).length;
  assert(missed > 100, `only ${missed} of ${heard.length} messages were caught up`);
});

Deno.test("A guest who is cut off 40 times receives and sends every message of a room once, in order", async () => {
  const { bob, alice, typed } = await talkWhileCutting({
    cuts: 40,
    args: ["--user", "bob"],
    targets: ["#1"],
  });
  assertEquals(inRoom(bob.messages()), said(alice, "#1"));
  const texts = (lines: readonly string[]) => lines.map((line) => line.replace(/^\S+ /, ""));
  assertEquals(texts(said(alice, "#1").filter(isBobs)), texts(typed("#1")));
});

/** Lets bob, alice and carol talk until bob's connection has been cut `cuts` times. */
async function talkWhileCutting(
  { cuts, args, targets }: {
    readonly cuts: number;
    /** The arguments of bob's `chat join`. */
    readonly args: readonly string[];
    /** The rooms and people that bob writes to. */
    readonly targets: readonly string[];
  },
) {
  const random = seededRandom();
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const carol = await server.enter("carol", { capabilities: CAPABILITIES, channels: ["#1"] });
  if (args.includes("--account")) await registerAccount(server, "bob");
  let connections = 0;
  await using proxy: CuttingProxy = new CuttingProxy({
    host: server.host,
    port: server.port,
    // One that ends by itself is not cut, and another one is in its place.
    next: () => proxy.cuts >= cuts ? undefined : randomCut(random, connections++),
  });
  const bob = startBob(args, { proxy, random });
  await bob.seen('"type":"join"');
  const lines: { readonly to: string; readonly text: string }[] = [];
  const over = () => proxy.cuts >= cuts;
  const type = async () => {
    for (let count = 0; !over(); count++) {
      const line = { to: pick(targets, random), text: `from bob ${count}` };
      lines.push(line);
      bob.type(`/msg ${line.to} ${line.text}\n`);
      await pause(random);
    }
  };
  const to = ["#1", targets.length > 1 ? "bob" : "#1"];
  await Promise.all([
    talk(alice, { over, random, to: ["#1", ...to] }),
    talk(carol, { over, random, to }),
    type(),
  ]);
  for (const one of [alice, carol]) {
    for (const target of to) await say(one, { to: target, text: "the end" });
    await one.sync();
  }
  for (const from of ["alice", "carol"]) {
    for (const target of to) {
      const where = target === "#1" ? '"to":null,"room":"1"' : '"to":"bob","room":null';
      await bob.seen(`"from":"${from}",${where},"text":"the end"`);
    }
  }
  assertEquals(await bob.leave(), 0, bob.explain("ended"));
  await alice.sync();
  await carol.sync();
  const typed = (target: string) =>
    lines.filter((line) => line.to === target).map(({ text }) => `bob: ${text}`);
  return { bob, alice, carol, proxy, typed };
}

function pick(targets: readonly string[], random: () => number): string {
  return targets[Math.floor(random() * targets.length)] ?? "#1";
}

function shown({ from, text }: Heard): string {
  return `${from}: ${text}`;
}

function inRoom(messages: readonly Heard[]): string[] {
  return messages.filter(({ room }) => room === "1").map(shown);
}

/** Whether a line is from bob, who may be bob_ for a while. */
function isBobs(line: string): boolean {
  return line.startsWith("bob");
}

/** Returns a function for numbers from 0 to 1, and prints the seed that repeats them. */
function seededRandom(): () => number {
  const given = Deno.env.get("CHAT_TEST_SEED");
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given);
  console.log(`CHAT_TEST_SEED=${seed}`);
  const random = new Random(seed);
  return () => random.next();
}

function randomCut(random: () => number, index: number): Cut {
  const direction = random() < 0.4 ? "to-server" : "to-client";
  const unheard = random() < 0.25;
  if (index === 0) return { direction: "to-client", bytes: FIRST_BYTES, unheard };
  return { direction, bytes: 1 + Math.floor(random() * MAX_BYTES[direction]), unheard };
}

/** Waits for up to 8 milliseconds. */
function pause(random: () => number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, random() * 8));
}

async function registerAccount(server: InProcessServer, nickname: string): Promise<void> {
  const client = await server.enter(nickname, { capabilities: ["draft/account-registration"] });
  await client.send(`REGISTER * * ${PASSWORD}`);
  await client.waitFor("REGISTER");
  await client.send("QUIT");
  await client.closed();
}

/** Sends numbered messages to one target after the other, each after the one before is delivered. */
async function talk(
  client: IrcTestClient,
  { over, random, to }: {
    readonly over: () => boolean;
    readonly random: () => number;
    readonly to: readonly string[];
  },
): Promise<void> {
  for (let count = 0; !over(); count++) {
    await say(client, { to: to[count % to.length] ?? "#1", text: `number ${count}` });
    await pause(random);
  }
}

/** Sends a message until it is delivered: the recipient may be offline. */
async function say(
  client: IrcTestClient,
  { to, text }: { readonly to: string; readonly text: string },
): Promise<void> {
  while (true) {
    await client.send(`@label=x PRIVMSG ${to} :${text}`);
    const answer = await client.waitFor(
      "answer to a message",
      (message) => message.tags.get("label") === "x",
    );
    if (answer.command === "PRIVMSG") return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** The messages that a client received and sent in a conversation, in the server's order. */
function said(client: IrcTestClient, conversation: string): string[] {
  return client.feed.items.flatMap((line) => {
    const message = parseMessage(line);
    if (typeof message === "string" || message.command !== "PRIVMSG") return [];
    const [to, text] = message.params;
    const from = parseSource(message.source ?? "").name;
    const isPart = conversation === "#1"
      ? to === "#1"
      : to !== "#1" && [from, to].includes(conversation);
    return isPart ? [`${from}: ${text}`] : [];
  });
}

/** A message as `chat join --json` prints it. */
interface Heard {
  readonly type: string;
  readonly from: string;
  readonly to: string | null;
  readonly room: string | null;
  readonly text: string;
  readonly missed?: boolean;
}

/** Starts the `chat join` of bob in room 1. */
function startBob(
  args: readonly string[],
  { proxy, random }: { readonly proxy: CuttingProxy; readonly random: () => number },
) {
  const fake = new FakeIo({
    connect: () => Promise.reject(new Error("unused")),
    env: args.includes("--account") ? { CHAT_PASSWORD: PASSWORD } : {},
  });
  const io: JoinIo = {
    stdin: fake.stdin,
    stdout: fake.stdout,
    stderr: fake.stderr,
    clock: HASTY_CLOCK,
    random,
    connector: () =>
      denoConnector({ host: "127.0.0.1", port: proxy.port, tls: false }, {
        caCerts: [],
        fingerprint: undefined,
      }),
    columns: fake.columns,
    size: fake.size,
    setRaw: fake.setRaw,
    writeNow: fake.writeNow,
    stop: fake.stop,
    onCrash: fake.onCrash,
    onSignal: fake.onSignal,
    env: fake.env,
    readFile: fake.readFile,
    listFolder: fake.listFolder,
    isReadableByAll: fake.isReadableByAll,
    writeFile: fake.writeFile,
    askSecret: fake.askSecret,
  };
  const ended = join([...args, "--room", "1", "--json"], io);
  const explain = (what: string) =>
    `bob has ${what}\n${fake.stdout.text.slice(-2_000)}\n${fake.stderr.text.slice(-2_000)}`;
  return {
    explain,
    type: (text: string) => fake.type(text),
    seen: (what: string | RegExp) =>
      withDeadline(fake.stdout.seen(what), { what: () => explain(`not seen ${what}`) }),
    leave() {
      fake.endInput();
      return withDeadline(ended, { what: () => explain("not left"), deadline: DEADLINE });
    },
    messages: (): Heard[] =>
      fake.stdout.text.trim().split("\n").map((line): Heard => JSON.parse(line))
        .filter(({ type }) => type === "message"),
  };
}
