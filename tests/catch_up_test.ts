import { assertEquals } from "@std/assert";

import type { Clock } from "../client/clock.ts";
import { denoConnector } from "../client/deno_connect.ts";
import type { JoinIo } from "../client/io.ts";
import { join } from "../client/mod.ts";
import { FakeIo } from "../client/testing/fake_io.ts";
import { parseMessage, parseSource } from "../protocol/message.ts";
import { type Cut, CuttingProxy } from "./harness/cutting_proxy.ts";
import { DEADLINE, withDeadline } from "./harness/feed.ts";
import { InProcessServer } from "./harness/in_process.ts";
import type { IrcTestClient } from "./harness/irc_client.ts";

const CUTS = 100;
/** Bytes of a connection that is cut, at most; entering takes about 3,000 to the client. */
const MOST_BYTES = { "to-server": 2_000, "to-client": 12_000 } as const;
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

Deno.test("a client cut off 100 times hears and says every message once, in order", async () => {
  const random = seededRandom();
  await using server = await InProcessServer.start();
  const capabilities = ["echo-message", "labeled-response", "batch"];
  const alice = await server.enter("alice", { capabilities, channels: ["#1"] });
  const carol = await server.enter("carol", { capabilities, channels: ["#1"] });
  await registerAccount(server, "bob");
  let connections = 0;
  await using proxy = new CuttingProxy({
    host: server.host,
    port: server.port,
    next: () => connections >= CUTS ? undefined : randomCut(random, connections++),
  });
  const bob = startBob(proxy, random);
  await bob.seen('"type":"join"');

  const typed: string[] = [];
  const over = () => proxy.cuts >= CUTS;
  await Promise.all([
    talk(alice, { over, random, to: ["#1", "#1", "bob"] }),
    talk(carol, { over, random, to: ["#1", "bob"] }),
    (async () => {
      for (let count = 0; !over(); count++) {
        const to = ["#1", "#1", "alice", "carol"][Math.floor(random() * 4)] ?? "#1";
        typed.push(`${to} from bob ${count}`);
        bob.type(`/msg ${to} from bob ${count}\n`);
        await pause(random);
      }
    })(),
  ]);
  for (const one of [alice, carol]) {
    await say(one, { to: "#1", text: "the end" });
    await say(one, { to: "bob", text: "the end" });
    await one.sync();
  }
  for (const from of ["alice", "carol"]) {
    await bob.seen(new RegExp(`"from":"${from}","to":"bob","room":null,"text":"the end"`));
    await bob.seen(new RegExp(`"from":"${from}","to":null,"room":"1","text":"the end"`));
  }
  assertEquals(await bob.leave(), 0);
  await alice.sync();
  await carol.sync();

  const heard = bob.messages();
  const rooms = heard.filter(({ room }) => room === "1");
  assertEquals(rooms.map(({ from, text }) => `${from}: ${text}`), said(alice, "#1"));
  for (const [nickname, client] of [["alice", alice], ["carol", carol]] as const) {
    const talk = heard.filter(({ room, from, to }) =>
      room === null && [from, to].includes(nickname)
    );
    assertEquals(talk.map(({ from, text }) => `${from}: ${text}`), said(client, "bob"));
    for (const to of ["#1", nickname]) {
      const from = said(client, to === "#1" ? "#1" : "bob").filter((one) => one.startsWith("bob:"));
      const wanted = typed.filter((line) => line.startsWith(`${to} `));
      assertEquals(from, wanted.map((line) => `bob: ${line.slice(to.length + 1)}`));
    }
  }
  assertEquals(proxy.cuts, CUTS);
  const lost = heard.filter(({ missed }) => missed === true).length;
  assertEquals(lost > CUTS, true, `only ${lost} of ${heard.length} messages were caught up`);
});

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
  return { direction, bytes: 1 + Math.floor(random() * MOST_BYTES[direction]), unheard };
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
function startBob(proxy: CuttingProxy, random: () => number) {
  const fake = new FakeIo({
    connect: () => Promise.reject(new Error("unused")),
    env: { CHAT_PASSWORD: PASSWORD },
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
  const ended = join(["--account", "bob", "--room", "1", "--json"], io);
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
