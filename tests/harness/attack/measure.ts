import { DatabaseSync } from "node:sqlite";
import { assert } from "@std/assert";

import { type Attack, type AttackOrder, type AttackReport, proxyHeader } from "./attacker.ts";
import { LightClient } from "../light_client.ts";
import { startServer, type TestServer } from "../server.ts";

export type { Attack };

const ATTACKER = new URL("attacker.ts", import.meta.url).pathname;
/** Pairs of people who talk during an attack, each from an address of its own. */
const PAIRS = 15;
/** How often each of them says something, in milliseconds; within the rate that all have. */
const INTERVAL_MS = 110;
/** How long the network is measured before an attack and after it, in milliseconds. */
const CALM_MS = 500;
/**
 * The delay in which others must have 99 of 100 messages, in milliseconds. The aim is 20 on a machine
 * that does nothing else; a test runs beside others and counts the third worst of some hundred.
 */
const MAX_DELAY_MS = 50;
/** The time after its end in which an attack may still be noticed, in milliseconds. */
const MAX_RECOVERY_MS = 1_000;
const MAX_MEMORY_BYTES = 300 * 1024 * 1024;
const MAX_GROWTH_BYTES = 1024 * 1024;

/**
 * Delays of messages in milliseconds, without the time in which the server waited for a processor
 * that other programs had.
 */
interface Delays {
  readonly count: number;
  readonly median: number;
  readonly p99: number;
  readonly most: number;
}

/** What others notice of an attack. */
export interface Measured {
  /** Before the attack. */
  readonly idle: Delays;
  /** From its beginning to its end. */
  readonly during: Delays;
  /** How long after its end a message was last delayed, in milliseconds. */
  readonly recovery: number;
  /** The most memory of the server, in bytes; 0 on systems other than Linux. */
  readonly memory: number;
  /** By how much the database has grown, in bytes. */
  readonly growth: number;
  readonly report: AttackReport;
}

/** A message of a pair. */
interface Probe {
  readonly sentAt: number;
  /** The time that the server had used by then, in milliseconds. */
  readonly usedBefore: number;
  delay?: number;
}

/** Options for {@linkcode startAttackable}. */
export interface AttackableSetup {
  /** Flags beside those that the measurement needs. */
  readonly args?: readonly string[];
  readonly settings?: string;
  /** Called with the folder of the database before the server starts. */
  readonly fill?: (data: string) => void;
}

/** Starts a server with its default limits and its database in a folder, for {@linkcode measure}. */
export function startAttackable({ args = [], settings = "", fill }: AttackableSetup = {}) {
  return startServer({
    // The server is started in its own folder.
    args: ["--data", "data", "--trusted-proxies", "127.0.0.1", ...args],
    settings,
    ...(fill === undefined ? {} : { prepare: (folder) => fill(`${folder}/data`) }),
    defaultLimits: true,
  });
}

/** Connects a client from an address, through the proxy that this machine is to the server. */
export async function enterFrom(
  server: TestServer,
  { name, address, take = () => {} }: {
    name: string;
    address: string;
    take?: (line: string) => void;
  },
): Promise<LightClient> {
  const client = await LightClient.connect(server, { name, take });
  await client.sendBytes(proxyHeader(address));
  await client.send(`NICK ${name}`, `USER ${name} 0 * :${name}`);
  assert(await client.answered());
  return client;
}

/** Attacks a server for some seconds while pairs of others talk, and measures what they notice. */
export async function measure(
  server: TestServer,
  { seconds = 2, ...attack }: Attack & { readonly seconds?: number },
): Promise<Measured> {
  await using stack = new AsyncDisposableStack();
  const probes = await Probes.start(server, stack);
  await pause(CALM_MS);
  const database = databaseBytes(server);
  const begun = performance.now();
  const attacker = startAttacker({ ...attack, host: server.host, port: server.port });
  await pause(seconds * 1_000);
  const ended = performance.now();
  const report = await attacker.end();
  await pause(CALM_MS);
  probes.stop();
  await probes.answered();
  const late = probes.between(ended, Infinity).filter(isLate).map(({ sentAt }) => sentAt);
  return {
    idle: delaysOf(probes.between(0, begun)),
    during: delaysOf(probes.between(begun, ended)),
    recovery: Math.max(0, ...late.map((at) => at - ended)),
    memory: probes.memory,
    growth: databaseBytes(server) - database,
    report,
  };
}

/** Asserts that others notice no more of an attack than they may; prints what they do. */
export function assertHeld(name: string, measured: Measured): void {
  const { idle, during, recovery, memory, growth, report } = measured;
  const shown = (value: number) => value.toFixed(1);
  const summary = `${name}: delay ${shown(during.median)} ms, ${shown(during.p99)} ms at 99 of ` +
    `100, at most ${shown(during.most)} ms (idle ${shown(idle.median)}, ${shown(idle.p99)}); ` +
    `memory ${Math.round(memory / 2 ** 20)} MiB; database ${Math.round(growth / 1024)} KiB; ` +
    `recovered after ${Math.round(recovery)} ms; ${JSON.stringify(report)}`;
  console.log(summary);
  assert(report.connected > 0 && report.rounds > 0, `There was no attack: ${summary}`);
  // Other programs on the machine delay messages, too, and those before the attack show by how much.
  assert(during.p99 < MAX_DELAY_MS + idle.p99, summary);
  assert(recovery < MAX_RECOVERY_MS, summary);
  assert(memory < MAX_MEMORY_BYTES, summary);
  assert(growth < MAX_GROWTH_BYTES, summary);
}

/** The messages that pairs of people send to each other. */
class Probes {
  /** The most memory of the server so far. */
  memory = 0;
  readonly #probes: Probe[];
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #writers: readonly LightClient[];
  readonly #server: TestServer;
  #next = 0;

  private constructor(
    server: TestServer,
    { writers, probes }: { writers: readonly LightClient[]; probes: Probe[] },
  ) {
    this.#server = server;
    this.#writers = writers;
    this.#probes = probes;
    this.#timer = setInterval(() => void this.#say(), INTERVAL_MS / writers.length);
  }

  /** Connects the pairs, which begin to talk. */
  static async start(server: TestServer, stack: AsyncDisposableStack): Promise<Probes> {
    const writers: LightClient[] = [];
    const probes: Probe[] = [];
    const heard = (line: string) => {
      const number = / PRIVMSG \S+ :?probe-(\d+)$/.exec(line)?.[1];
      const probe = probes[Number(number)];
      if (probe === undefined) return;
      const delay = performance.now() - probe.sentAt;
      const used = usedMilliseconds(server);
      probe.delay = used === undefined ? delay : Math.min(delay, used - probe.usedBefore);
    };
    for (let pair = 0; pair < PAIRS; pair++) {
      const address = `198.51.100.${pair + 1}`;
      const enter = (name: string) => enterFrom(server, { name, address, take: heard });
      writers.push(stack.use(await enter(`writer${pair}`)));
      stack.use(await enter(`reader${pair}`));
    }
    const started = new Probes(server, { writers, probes });
    stack.defer(() => started.stop());
    return started;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Waits until all messages have come; throws if one does not. */
  async answered(): Promise<void> {
    for (const writer of this.#writers) assert(await writer.answered());
    await pause(100);
    const lost = this.#probes.findIndex(({ delay }) => delay === undefined);
    assert(lost === -1, `Message ${lost} did not arrive`);
  }

  /** Those that were sent between two times. */
  between(from: number, until: number): Probe[] {
    return this.#probes.filter(({ sentAt }) => sentAt >= from && sentAt < until);
  }

  async #say(): Promise<void> {
    const pair = this.#next++ % this.#writers.length;
    this.memory = Math.max(this.memory, residentBytes(this.#server));
    const usedBefore = usedMilliseconds(this.#server) ?? 0;
    const number = this.#probes.push({ sentAt: performance.now(), usedBefore }) - 1;
    await this.#writers[pair]!.send(`PRIVMSG reader${pair} :probe-${number}`);
  }
}

function startAttacker(order: AttackOrder) {
  // It shares the processor with those whom it shall disturb by what it sends alone.
  const child = new Deno.Command("nice", {
    args: ["-n", "19", Deno.execPath(), "run", "--quiet", "--no-check", "-A", ATTACKER],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  void input.write(new TextEncoder().encode(`${JSON.stringify(order)}\n`));
  return {
    /** Ends the attack; resolves to what it has done. */
    async end(): Promise<AttackReport> {
      await input.close();
      const { stdout } = await child.output();
      return JSON.parse(new TextDecoder().decode(stdout)) as AttackReport;
    },
  };
}

function delaysOf(probes: readonly Probe[]): Delays {
  const sorted = probes.map(({ delay = Infinity }) => delay).sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;
  return { count: sorted.length, median: at(0.5), p99: at(0.99), most: at(1) };
}

function isLate({ delay = Infinity }: Probe): boolean {
  return delay >= MAX_DELAY_MS;
}

/** The memory of the server's process in bytes; 0 on systems other than Linux. */
function residentBytes({ process }: TestServer): number {
  if (Deno.build.os !== "linux") return 0;
  const status = Deno.readTextFileSync(`/proc/${process.pid}/status`);
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

/** For how long the server's main thread has run, in milliseconds; undefined if it is not known. */
function usedMilliseconds({ process }: TestServer): number | undefined {
  if (Deno.build.os !== "linux") return undefined;
  const [nanoseconds] = Deno.readTextFileSync(`/proc/${process.pid}/schedstat`).split(" ");
  return Number(nanoseconds) / 1e6;
}

/** The size of the database with what is still in its log. */
function databaseBytes({ folder }: TestServer): number {
  const db = new DatabaseSync(`${folder}/data/chat.db`, { readOnly: true });
  try {
    const pragma = (name: string) => Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
    return pragma("page_count") * pragma("page_size");
  } finally {
    db.close();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
