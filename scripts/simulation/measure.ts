import process from "node:process";
import { NO_TAGS } from "../../protocol/message.ts";
import { encodeBatch, encodeEvent, FORMAT } from "../../server/cluster/batch.ts";
import { ClusterJournal } from "../../server/cluster/journal.ts";
import { openHistory } from "../../server/history/mod.ts";
import type { NetworkEvent } from "../../server/network/events.ts";
import { Network } from "../../server/network/network.ts";
import { createLog } from "../../server/operator/log.ts";
import { openStore } from "../../server/store/mod.ts";
import { TestServer } from "../../server/testing.ts";
import { NatsServer } from "../../tests/cluster/nats.ts";
import { readProcessStats } from "../bench/process_stats.ts";
import { median } from "../bench/report/statistics.ts";
import { type Costs, type EventCost, type Kind, KINDS } from "./costs.ts";

/** People of the network in which events are measured, and members of each of its rooms. */
const PEOPLE = 4_000;
const ROOM = 20;
/** Those of them who write to each other in pairs. */
const TALKING = 1_000;
/** People of the network whose memory is measured, and the rooms that each is in. */
const STATE_PEOPLE = 100_000;
const STATE_ROOMS = 3;
/** Events of a batch, and batches of a round. */
const BATCH = 40;
const BATCHES = 50;
const ROUNDS = 5;
const EPOCH = "e";
const TEXT = "A line that is about as long as what people say to each other";

/** The costs that this program can measure by itself. */
export type MeasuredCosts = Pick<
  Costs,
  "events" | "batchBytes" | "batchUs" | "userBytes" | "membershipBytes" | "handOnUs"
>;

/** Measures what events cost a node that applies and stores them, and what the state weighs. */
export async function measureCosts(): Promise<MeasuredCosts> {
  await using node = await Follower.open();
  await node.apply(connects(0, PEOPLE));
  await node.apply(joins(0, PEOPLE));
  const events = {} as Record<Kind, EventCost>;
  for (const kind of KINDS) events[kind] = await measureKind(node, kind);
  const single = await node.timeOf(messages(0, BATCH * BATCHES), 1);
  const batchUs = Math.max(0, single - events.message.applyUs);
  const batchBytes = batchOf([], 1).length;
  const handOnUs = await measureHandOn();
  return { events, batchBytes, batchUs, ...await measureState(), handOnUs };
}

async function measureKind(node: Follower, kind: Kind): Promise<EventCost> {
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const from = PEOPLE * (round + 1);
    const count = BATCH * BATCHES;
    const prepared: Readonly<Record<Kind, () => readonly NetworkEvent[][]>> = {
      message: () => [[], messages(round, count)],
      direct: () => [[], messages(round, count, { direct: true })],
      join: () => [connects(from, count), joins(from, count)],
      part: () => [[...connects(from, count), ...joins(from, count)], parts(from, count)],
      connect: () => [[], connects(from, count)],
      quit: () => [[...connects(from, count), ...joins(from, count)], quits(from, count)],
    };
    const [before, measured] = prepared[kind]();
    await node.apply(before!);
    times.push(await node.timeOf(measured!, BATCH));
    bytes = measured!.reduce((sum, event) => sum + encodeEvent(event, "s1").length + 1, 0) / count;
    // The next kind finds the network as this one did.
    await node.apply(
      quits(from, kind === "quit" || kind === "message" || kind === "direct" ? 0 : count),
    );
  }
  return { bytes: Math.round(bytes), applyUs: median(times) };
}

function connects(from: number, count: number): NetworkEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    type: "connect",
    user: {
      id: `${EPOCH}-${from + index}`,
      nickname: `person${from + index}`,
      username: "~person",
      host: `host${from + index}.example.org`,
      realname: `Person ${from + index}`,
      account: undefined,
      away: undefined,
      secure: true,
      server: "irc.example.org",
      modes: ["i"],
    },
  }));
}

function joins(from: number, count: number): NetworkEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    type: "join",
    user: `${EPOCH}-${from + index}`,
    channel: roomOf(index),
  }));
}

function parts(from: number, count: number): NetworkEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    type: "part",
    user: `${EPOCH}-${from + index}`,
    channel: roomOf(index),
    reason: undefined,
  }));
}

function quits(from: number, count: number): NetworkEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    type: "quit",
    user: `${EPOCH}-${from + index}`,
    reason: "Leaving",
  }));
}

function messages(
  round: number,
  count: number,
  { direct = false }: { readonly direct?: boolean } = {},
): NetworkEvent[] {
  return Array.from({ length: count }, (_, index) => {
    // Those who write to each other have done so before.
    const person = direct ? (2 * index) % TALKING : (index * 7 + round) % PEOPLE;
    const other = `${EPOCH}-${person + 1}`;
    return {
      type: "message",
      kind: "PRIVMSG",
      from: `${EPOCH}-${person}`,
      target: direct ? { user: other } : { channel: roomOf(person), status: 0 },
      text: TEXT,
      tags: NO_TAGS,
    };
  });
}

function roomOf(person: number): string {
  return `#room${Math.floor((person % PEOPLE) / ROOM)}`;
}

function batchOf(events: readonly NetworkEvent[], number: number): Uint8Array {
  return encodeBatch({
    version: FORMAT.version,
    node: "a",
    epoch: EPOCH,
    number,
    time: Date.now(),
    events: events.map((event) => encodeEvent(event, "s1")),
  });
}

/** A node that applies and stores what another one has appended, without a broker and clients. */
class Follower implements AsyncDisposable {
  readonly #journal: ClusterJournal;
  readonly #applied: { count: number };
  readonly #close: () => Promise<void>;
  #batches = 0;

  private constructor(
    journal: ClusterJournal,
    { applied, close }: {
      readonly applied: { count: number };
      readonly close: () => Promise<void>;
    },
  ) {
    this.#journal = journal;
    this.#applied = applied;
    this.#close = close;
  }

  static async open(): Promise<Follower> {
    const data = await Deno.makeTempDir({ prefix: "simulate-" });
    const log = createLog({ level: "error", format: "text", write: (line) => console.error(line) });
    const store = openStore({ data, fsync: false });
    const network = new Network({ whowasEntries: 0 });
    const history = openHistory({
      store,
      network,
      log,
      usersStay: true,
      serverName: "simulated.local",
      options: () => ({
        retentionDays: 0,
        maxPerChannel: 0,
        autoReplay: 0,
        directMessages: true,
      }),
      now: Date.now,
    });
    const { recorder } = history;
    const { delivery } = new TestServer();
    const applied = { count: 0 };
    const fail = (error: unknown) => {
      throw error;
    };
    const journal = new ClusterJournal({
      ...{ network, recorder, delivery, log, node: "b", now: Date.now },
      requestTick: () => {},
      onApplied: () => void applied.count++,
      publish: () => Promise.resolve(),
      endSessions: () => {},
      onStall: () => {},
      onLost: () => {},
      onFailure: fail,
      onCommit: () => {},
      onBroken: fail,
      recorded: 0,
      snapshot: undefined,
    });
    const close = async () => {
      journal.close();
      history.close();
      store.close();
      await Deno.remove(data, { recursive: true });
    };
    return new Follower(journal, { applied, close });
  }

  /** Applies events in batches. */
  async apply(events: readonly NetworkEvent[], size = BATCH): Promise<void> {
    for (let from = 0; from < events.length; from += size) {
      this.#journal.receive(
        batchOf(events.slice(from, from + size), ++this.#batches),
        this.#batches,
      );
      await this.#journal.settled();
      this.#journal.commit();
    }
  }

  /** The CPU time that an event takes in batches of a size, in microseconds. */
  async timeOf(events: readonly NetworkEvent[], size: number): Promise<number> {
    const batches: Uint8Array[] = [];
    const first = this.#batches + 1;
    for (let from = 0; from < events.length; from += size) {
      batches.push(batchOf(events.slice(from, from + size), ++this.#batches));
    }
    const before = this.#applied.count;
    const begin = cpuMicroseconds();
    for (const [index, batch] of batches.entries()) {
      this.#journal.receive(batch, first + index);
      await this.#journal.settled();
      this.#journal.commit();
    }
    const used = cpuMicroseconds() - begin;
    const applied = this.#applied.count - before;
    if (applied !== events.length) {
      throw new Error(`Cannot measure events: ${applied} of ${events.length} were applied`);
    }
    return used / events.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The bytes of a user and of a membership in a network of 100,000 people. */
async function measureState(): Promise<Pick<Costs, "userBytes" | "membershipBytes">> {
  const network = new Network({ whowasEntries: 0 });
  let sequence = 0;
  const apply = (event: NetworkEvent) => {
    const time = ++sequence;
    // Texts that come from the log share no memory with others.
    const own = structuredClone(event);
    network.apply({ event: own, epoch: EPOCH, sequence, time, origin: undefined });
  };
  const empty = await heapUsed();
  for (const event of connects(0, STATE_PEOPLE)) apply(event);
  const withUsers = await heapUsed();
  for (let room = 0; room < STATE_ROOMS; room++) {
    for (let person = 0; person < STATE_PEOPLE; person++) {
      const channel = `#room${Math.floor(person * (room + 1) / ROOM)}`;
      apply({ type: "join", user: `${EPOCH}-${person}`, channel });
    }
  }
  const withRooms = await heapUsed();
  const memberships = [...network.users.values()]
    .reduce((sum, user) => sum + user.memberships.size, 0);
  return {
    userBytes: Math.round((withUsers - empty) / network.users.size),
    membershipBytes: Math.round((withRooms - withUsers) / memberships),
  };
}

/** Messages that NATS hands on to each of some receivers, in groups. */
const HANDED_ON = { receivers: 20, groups: 100, group: 100, bytes: 300 } as const;

/** The CPU time in which NATS hands a message on to one receiver, in microseconds. */
async function measureHandOn(): Promise<number> {
  await using nats = await NatsServer.start();
  const { hostname, port } = new URL(nats.address);
  const connect = () => Deno.connect({ hostname, port: Number(port) });
  const { receivers, groups, group, bytes } = HANDED_ON;
  const total = groups * group * bytes;
  const reading = Array.from({ length: receivers }, async () => {
    const socket = await connect();
    await socket.write(encoder.encode('CONNECT {"verbose":false}\r\nSUB x 1\r\nPING\r\n'));
    const buffer = new Uint8Array(65_536);
    let count = await socket.read(buffer) ?? 0;
    while (!new TextDecoder().decode(buffer.subarray(0, count)).includes("PONG")) {
      count = await socket.read(buffer) ?? 0;
    }
    return { socket, buffer };
  });
  const sockets = await Promise.all(reading);
  const publisher = await connect();
  const text = `PUB x ${bytes}\r\n${"x".repeat(bytes)}\r\n`.repeat(group);
  const cpuOfNats = () => readProcessStats(Deno.pid).cpuSeconds - cpuMicroseconds() / 1e6;
  const begin = cpuOfNats();
  const received = sockets.map(async ({ socket, buffer }) => {
    for (let sum = 0; sum < total;) sum += await socket.read(buffer) ?? total;
  });
  await publisher.write(encoder.encode('CONNECT {"verbose":false}\r\n'));
  for (let count = 0; count < groups; count++) {
    for (let rest = encoder.encode(text); rest.length > 0;) {
      rest = rest.subarray(await publisher.write(rest));
    }
  }
  await Promise.all(received);
  const used = cpuOfNats() - begin;
  for (const socket of [publisher, ...sockets.map(({ socket }) => socket)]) socket.close();
  return used * 1e6 / (groups * group * receivers);
}

const encoder = new TextEncoder();

/** The bytes of the heap that are in use. Needs `--v8-flags=--expose-gc`. */
async function heapUsed(): Promise<number> {
  const { gc } = globalThis as unknown as { gc?: () => void };
  if (gc === undefined) throw new Error("Cannot measure memory: start with --v8-flags=--expose-gc");
  for (let round = 0; round < 3; round++) {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return Deno.memoryUsage().heapUsed;
}
