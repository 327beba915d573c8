/**
 * Measures a network on several nodes: how long a message takes from node to node, how many pass the
 * log, what bursts cost a node, how long a new node needs, and how long messages wait when the leader
 * of three NATS servers is killed. NATS, nodes and load share the machine.
 */
import { parseArgs } from "@std/cli/parse-args";
import { NatsServer, startThree } from "../../tests/cluster/nats.ts";
import { startNode } from "../../tests/cluster/node.ts";
import { LightClient } from "../../tests/harness/light_client.ts";
import { startServer, type TestServer } from "../../tests/harness/server.ts";
import { readProcessStats } from "./process_stats.ts";
import { median, percentile } from "./report/statistics.ts";

const USAGE = `deno task bench:cluster [options]

  --nodes N       nodes of the network (3)
  --seconds N     how long each part takes (5)
  --pairs N       people who talk to somebody on another node (60)
  --members N     members of a room that bursts go to, on one node (500)
  --events N      events in the log that a new node applies (1000000)
  --kills N       how often the leader of three NATS servers is killed (3)
`;

/** Messages a second while the delay is measured. */
const CALM_RATE = 1_000;
const CALM_SENDERS = 10;
/** Messages that somebody sends at a time. */
const BURST = 64;
/** How long a new node may take, in milliseconds. */
const START_MS = 120_000;
/** Comparisons of a node with a server alone. */
const ROUNDS = 3;
const TEXT = "The quick brown fox jumps over the lazy dog";

interface Settings {
  readonly seconds: number;
  readonly pairs: number;
  readonly members: number;
  readonly events: number;
  readonly kills: number;
}

/** Connects a client that counts or reads the messages that it is sent. */
async function enter(
  server: TestServer,
  name: string,
  { channel, onMessage = () => {} }: { channel?: string; onMessage?: (text: string) => void } = {},
): Promise<LightClient> {
  const take = (line: string) => {
    const at = line.indexOf(" PRIVMSG ");
    if (at !== -1) onMessage(line.slice(line.indexOf(" :", at) + 2));
  };
  const client = await LightClient.connect(server, { name, take });
  await client.send(`NICK ${name}`, `USER ${name} 0 * :${name}`);
  if (channel !== undefined) await client.send(`JOIN ${channel}`);
  await client.answered();
  return client;
}

/** The milliseconds that messages take from one node to another at a steady rate. */
async function measureDelay([from, to]: readonly TestServer[], { seconds }: Settings) {
  const delays: number[] = [];
  const receiver = await enter(to!, "receiver", {
    channel: "#delay",
    onMessage: (text) => delays.push(performance.now() - Number(text)),
  });
  const senders = await Promise.all(
    Array.from({ length: CALM_SENDERS }, (_, index) => enter(from!, `calm${index}`)),
  );
  for (const sender of senders) await sender.send("JOIN #delay");
  await Promise.all(senders.map((sender) => sender.answered()));
  const begun = performance.now();
  const total = seconds * CALM_RATE;
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor((performance.now() - begun) * CALM_RATE / 1000));
    for (; sent < due; sent++) {
      await senders[sent % CALM_SENDERS]!.send(`PRIVMSG #delay :${performance.now()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await receiver.until("all messages", () => delays.length === total);
  for (const client of [receiver, ...senders]) await client[Symbol.asyncDispose]();
  const figures = [median(delays), percentile(delays.toSorted((one, other) => one - other), 0.99)]
    .map((delay) => delay.toFixed(2));
  console.log(
    `node to node at ${CALM_RATE} a second: ${figures[0]} ms (median), ${figures[1]} (99 %)`,
  );
}

/**
 * Lets people on all nodes send bursts to others on the next one until it is over; returns how many
 * messages have arrived.
 */
async function talkInPairs(
  nodes: readonly TestServer[],
  { pairs, isOver }: { readonly pairs: number; readonly isOver: (received: number) => boolean },
): Promise<number> {
  let received = 0;
  const talks = Array.from({ length: pairs }, async (_, index) => {
    let got = 0;
    const onMessage = () => {
      got++;
      received++;
    };
    const to = await enter(nodes[(index + 1) % nodes.length]!, `to${index}`, { onMessage });
    const from = await enter(nodes[index % nodes.length]!, `from${index}`);
    for (let sent = 0; !isOver(received);) {
      await from.send(...Array(BURST).fill(`PRIVMSG to${index} :${TEXT}`));
      sent += BURST;
      await to.until("the burst", () => got === sent);
    }
    for (const client of [from, to]) await client[Symbol.asyncDispose]();
  });
  await Promise.all(talks);
  return received;
}

/** How many messages a second pass the log; returns how many have. */
async function measureRate(
  nodes: readonly TestServer[],
  { seconds, pairs }: Settings,
): Promise<number> {
  const before = nodes.map((node) => readProcessStats(node.process.pid).cpuSeconds);
  const begun = performance.now();
  const isOver = () => performance.now() - begun >= seconds * 1000;
  const received = await talkInPairs(nodes, { pairs, isOver });
  const elapsed = (performance.now() - begun) / 1000;
  const used = nodes.map((node, index) =>
    (readProcessStats(node.process.pid).cpuSeconds - before[index]!).toFixed(1)
  );
  console.log(
    `through the log: ${
      Math.round(received / elapsed)
    } messages a second; CPU seconds of the nodes ` +
      `in ${elapsed.toFixed(1)} s: ${used.join(", ")}`,
  );
  return received;
}

/** How long a node with an empty folder takes to be ready, from a log with many events. */
async function measureStart(nats: NatsServer): Promise<void> {
  const data = await Deno.makeTempDir({ prefix: "chat-late-" });
  const begun = performance.now();
  {
    await using late = await startNode(nats, "late", {
      args: ["--data", data],
      deadline: START_MS,
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const { cpuSeconds } = readProcessStats(late.process.pid);
    console.log(`a new node is ready in ${seconds} s, ${cpuSeconds.toFixed(1)} s of its CPU time`);
  }
  await Deno.remove(data, { recursive: true });
}

/** How long a message waits whose log loses the leader of its three NATS servers. */
async function measureLeaderKills({ kills }: Settings): Promise<void> {
  const waits: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    await using stack = new AsyncDisposableStack();
    const brokers = (await startThree()).map((broker) => stack.use(broker));
    const address = brokers.map((broker) => broker.address).join(",");
    const args = ["--cluster-replicas", "3"];
    const from = stack.use(await startNode({ address }, "a", { args }));
    const to = stack.use(await startNode({ address }, "b", { args }));
    let got = 0;
    const receiver = stack.use(await enter(to, "to", { onMessage: () => got++ }));
    const sender = stack.use(await enter(from, "from"));
    const leader = await brokers[0]!.leader();
    await brokers.find((_, index) => `n${index}` === leader)!.kill();
    const begun = performance.now();
    await sender.send("PRIVMSG to :after the kill");
    await receiver.until("the message", () => got === 1);
    waits.push(((performance.now() - begun) / 1000).toFixed(1));
  }
  console.log(`the leader of three NATS servers is killed: messages wait ${waits.join(", ")} s`);
}

/** How many messages a server delivers in a second of its CPU, of bursts to a room. */
async function measureBursts(server: TestServer, { seconds, members }: Settings): Promise<number> {
  const received = new Array<number>(members).fill(0);
  const all = await Promise.all(
    received.map((_, index) =>
      enter(server, `m${index}`, {
        channel: "#burst",
        onMessage: () => received[index]!++,
      })
    ),
  );
  const sender = await enter(server, "sender", { channel: "#burst" });
  const before = readProcessStats(server.process.pid).cpuSeconds;
  const begun = performance.now();
  let sent = 0;
  while (performance.now() - begun < seconds * 1000) {
    await sender.send(...Array(BURST).fill(`PRIVMSG #burst :${TEXT}`));
    sent += BURST;
    await sender.answered();
    await Promise.all(
      all.map((client, index) => client.until("the burst", () => received[index] === sent)),
    );
  }
  const used = readProcessStats(server.process.pid).cpuSeconds - before;
  for (const client of [sender, ...all]) await client[Symbol.asyncDispose]();
  return sent * members / used;
}

async function measure(count: number, settings: Settings): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const nats = stack.use(await NatsServer.start());
  const nodes: TestServer[] = [];
  for (let index = 0; index < count; index++) {
    nodes.push(stack.use(await startNode(nats, `n${index}`)));
  }
  const server = stack.use(await startServer());
  // First, while both have as little history, whose full text is indexed when it is quiet.
  for (let round = 0; round < ROUNDS; round++) {
    const alone = await measureBursts(server, settings);
    const node = await measureBursts(nodes[0]!, settings);
    console.log(
      `bursts of ${BURST} to ${settings.members}: ${Math.round(node)} deliveries per CPU second, ` +
        `${(node / alone).toFixed(2)} of a server alone`,
    );
  }
  await measureDelay(nodes, settings);
  let events = await measureRate(nodes, settings);
  const isOver = (received: number) => events + received >= settings.events;
  events += await talkInPairs(nodes, { ...settings, isOver });
  await measureStart(nats);
  await measureLeaderKills(settings);
}

if (import.meta.main) {
  const flags = parseArgs(Deno.args, {
    boolean: ["help"],
    string: ["nodes", "seconds", "pairs", "members", "events", "kills"],
  }) as Record<string, string | boolean | undefined>;
  if (flags["help"]) {
    console.log(USAGE);
    Deno.exit(0);
  }
  const count = (name: string, otherwise: number) => Number(flags[name] ?? otherwise);
  await measure(count("nodes", 3), {
    seconds: count("seconds", 5),
    pairs: count("pairs", 60),
    members: count("members", 500),
    events: count("events", 1_000_000),
    kills: count("kills", 3),
  });
}
