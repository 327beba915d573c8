import { assertEquals } from "@std/assert";

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

const CAPABILITIES = ["echo-message", "labeled-response", "batch"];
/** Bytes of a connection that is cut, at most; entering takes about 3,000 to the client. */
const MAX_BYTES = { "to-server": 2_000, "to-client": 12_000 } as const;
/** Enough to enter for the first time, which is not given up halfway. */
const FIRST_BYTES = 20_000;
const PASSWORD = "correct-horse";

/** The client's waits, a hundred times shorter. */
const HASTY_CLOCK: Clock = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds / 100);
    return () => clearTimeout(timer);
  },
};

Deno.test("who is logged in and cut off 100 times hears and says all once, in order", async () => {
  const { bob, alice, carol, typed, proxy } = await talkWhileCutting({
    cuts: 100,
    args: ["--account", "bob"],
    places: ["#1", "alice", "carol"],
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
  assertEquals(missed > 100, true, `only ${missed} of ${heard.length} messages were caught up`);
});

Deno.test("a guest, whose name the ghost may still have, hears and says all in a room once", async () => {
  const { bob, alice, typed } = await talkWhileCutting({
    cuts: 40,
    args: ["--user", "bob"],
    places: ["#1"],
  });
  assertEquals(inRoom(bob.messages()), said(alice, "#1"));
  const texts = (lines: readonly string[]) => lines.map((line) => line.replace(/^\S+ /, ""));
  assertEquals(texts(said(alice, "#1").filter(isBobs)), texts(typed("#1")));
});

/** Lets bob, alice and carol talk until bob's connection was cut so many times, and then leave. */
async function talkWhileCutting(
  { cuts, args, places }: {
    readonly cuts: number;
    /** Of bob's `chat join`. */
    readonly args: readonly string[];
    /** Where bob talks. */
    readonly places: readonly string[];
  },
) {
  const random = seededRandom();
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const carol = await server.enter("carol", { capabilities: CAPABILITIES, channels: ["#1"] });
  if (args.includes("--account")) await registerAccount(server, "bob");
  let connections = 0;
  await using proxy = new CuttingProxy({
    host: server.host,
    port: server.port,
    next: () => connections >= cuts ? undefined : randomCut(random, connections++),
  });
  const bob = startBob(args, { proxy, random });
  await bob.seen('"type":"join"');
  const lines: { readonly to: string; readonly text: string }[] = [];
  const over = () => proxy.cuts >= cuts;
  const type = async () => {
    for (let count = 0; !over(); count++) {
      const line = { to: pick(places, random), text: `from bob ${count}` };
      lines.push(line);
      bob.type(`/msg ${line.to} ${line.text}\n`);
      await pause(random);
    }
  };
  const to = ["#1", places.length > 1 ? "bob" : "#1"];
  await Promise.all([
    talk(alice, { over, random, to: ["#1", ...to] }),
    talk(carol, { over, random, to }),
    type(),
  ]);
  for (const one of [alice, carol]) {
    for (const place of to) await say(one, { to: place, text: "the end" });
    await one.sync();
  }
  for (const from of ["alice", "carol"]) {
    for (const place of to) {
      const where = place === "#1" ? '"to":null,"room":"1"' : '"to":"bob","room":null';
      await bob.seen(`"from":"${from}",${where},"text":"the end"`);
    }
  }
  assertEquals(await bob.leave(), 0);
  await alice.sync();
  await carol.sync();
  const typed = (place: string) =>
    lines.filter((line) => line.to === place).map(({ text }) => `bob: ${text}`);
  return { bob, alice, carol, proxy, typed };
}

function pick(places: readonly string[], random: () => number): string {
  return places[Math.floor(random() * places.length)] ?? "#1";
}

function shown({ from, text }: Heard): string {
  return `${from}: ${text}`;
}

function inRoom(messages: readonly Heard[]): string[] {
  return messages.filter(({ room }) => room === "1").map(shown);
}

/** As a guest bob may be bob_ for a while. */
function isBobs(line: string): boolean {
  return line.startsWith("bob");
}

/** Numbers from 0 to 1, the same for the same seed, which is printed. */
function seededRandom(): () => number {
  const given = Deno.env.get("CHAT_TEST_SEED");
  let state = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given);
  console.log(`CHAT_TEST_SEED=${state}`);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  };
}

function randomCut(random: () => number, index: number): Cut {
  const direction = random() < 0.4 ? "to-server" : "to-client";
  const unheard = random() < 0.25;
  if (index === 0) return { direction: "to-client", bytes: FIRST_BYTES, unheard };
  return { direction, bytes: 1 + Math.floor(random() * MAX_BYTES[direction]), unheard };
}

/** Lets the others go on for a few milliseconds. */
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

/** Says numbered things, each once the one before has arrived, to one target after the other. */
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

/** Says it until it is taken: nobody can talk to a person who is offline. */
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

/** All that a client heard and said in a room or with a person, in the server's order. */
function said(client: IrcTestClient, place: string): string[] {
  return client.feed.items.flatMap((line) => {
    const message = parseMessage(line);
    if (typeof message === "string" || message.command !== "PRIVMSG") return [];
    const [to, text] = message.params;
    const from = parseSource(message.source ?? "").name;
    const about = place === "#1" ? to === "#1" : to !== "#1" && [from, to].includes(place);
    return about ? [`${from}: ${text}`] : [];
  });
}

/** What `chat join --json` tells of a message. */
interface Heard {
  readonly type: string;
  readonly from: string;
  readonly to: string | null;
  readonly room: string | null;
  readonly text: string;
  readonly missed?: boolean;
}

/** A `chat join` of bob, who is in room 1. */
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
      denoConnector({ host: "127.0.0.1", port: proxy.port, tls: false }, { caCerts: [] }),
    columns: fake.columns,
    setRaw: fake.setRaw,
    onSignal: fake.onSignal,
    env: fake.env,
    readFile: fake.readFile,
    writeFile: fake.writeFile,
    askSecret: fake.askSecret,
  };
  const ended = join([...args, "--room", "1", "--json"], io);
  const explain = (what: string) =>
    `bob has ${what}\n${fake.stdout.text.slice(-2_000)}\n${fake.stderr.text.slice(-2_000)}`;
  return {
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
