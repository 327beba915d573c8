/**
 * The load. It is a process of its own, so that its work is not measured as the server's. Its one
 * argument is a Target with its scenario as JSON; it prints a Result as JSON.
 */
import { type Endpoint, type Peer, registerMany } from "./peer.ts";
import { readProcessStats } from "./process_stats.ts";
import type { Result, Scenario } from "./scenarios.ts";

const CHANNEL = "#bench";
const TEXT = "The quick brown fox jumps over the lazy dog, then does it again";
const ROOM_BUFFER_BYTES = 16 * 1024;
const IDLE_BUFFER_BYTES = 1024;
const BURST_TIMEOUT_MS = 30_000;

interface Target extends Endpoint {
  readonly pid: number;
  readonly connectAtOnce: number;
}

type Of<K extends Scenario["kind"]> = Extract<Scenario, { kind: K }>;

async function runRoom(scenario: Of<"room">, target: Target): Promise<Result> {
  const { members, burst, bursts, warmUp } = scenario;
  const peers = await registerMany({
    port: target.port,
    webSocketPath: target.webSocketPath,
    count: members,
    atOnce: target.connectAtOnce,
    bufferBytes: ROOM_BUFFER_BYTES,
  });
  for (const peer of peers) {
    await peer.send(`JOIN ${CHANNEL}\r\n`);
    await peer.readUntil(/ 366 /);
  }
  const [sender, ...readers] = peers as [Peer, ...Peer[]];
  // After this marker everybody has read all that the joins have caused.
  const synced = readers.map((reader) => reader.readUntil(/:in step\r\n/));
  await sender.send(`PRIVMSG ${CHANNEL} :in step\r\nPING :in-step\r\n`);
  await Promise.all([...synced, sender.readUntil(/ PONG .*in-step\r\n/)]);

  const room = new Room(sender, readers);
  const bytes = new TextEncoder().encode(`PRIVMSG ${CHANNEL} :${TEXT}\r\n`.repeat(burst));
  for (let i = 0; i < warmUp; i++) await room.send(bytes, burst);
  const before = readProcessStats(target.pid);
  const started = performance.now();
  for (let i = 0; i < bursts; i++) await room.send(bytes, burst);
  const wallSeconds = (performance.now() - started) / 1000;
  const after = readProcessStats(target.pid);
  for (const peer of peers) peer.close();

  const deliveries = readers.length * burst * bursts;
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return {
    score: deliveries / cpuSeconds,
    wallRate: deliveries / wallSeconds,
    cpuSeconds,
    residentBytes: after.residentBytes,
  };
}

/** Sends bursts and waits until every reader has all lines of one. */
class Room {
  #sender: Peer;
  #expected = 0;
  #received: Uint32Array;
  #unfinished = 0;
  #finish: () => void = () => {};
  #fail: (error: unknown) => void = () => {};

  constructor(sender: Peer, readers: readonly Peer[]) {
    this.#sender = sender;
    this.#received = new Uint32Array(readers.length);
    const failed = (error: unknown) => this.#fail(error);
    sender.countLines(() => failed(new Error("The sender received a line"))).catch(failed);
    readers.forEach((reader, index) => {
      reader.countLines((count) => this.#count(index, count)).catch(failed);
    });
  }

  async send(bytes: Uint8Array, lines: number): Promise<void> {
    this.#expected += lines;
    this.#unfinished = this.#received.length;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#finish = resolve;
    this.#fail = reject;
    const timer = setTimeout(
      () => reject(new Error(`${this.#unfinished} members lack lines of a burst`)),
      BURST_TIMEOUT_MS,
    );
    await this.#sender.sendBytes(bytes);
    await promise;
    clearTimeout(timer);
  }

  #count(index: number, count: number): void {
    const received = (this.#received[index] ?? 0) + count;
    this.#received[index] = received;
    if (received === this.#expected && --this.#unfinished === 0) this.#finish();
    if (received > this.#expected) this.#fail(new Error("A member got a line nobody sent"));
  }
}

async function runIdle(scenario: Of<"idle">, target: Target): Promise<Result> {
  const before = readProcessStats(target.pid);
  const started = performance.now();
  const peers = await registerMany({
    port: target.port,
    count: scenario.connections,
    atOnce: target.connectAtOnce,
    bufferBytes: IDLE_BUFFER_BYTES,
  });
  const wallSeconds = (performance.now() - started) / 1000;
  // The memory of idle connections is measured after the garbage collector had time to run.
  await new Promise((resolve) => setTimeout(resolve, scenario.settleSeconds * 1000));
  const after = readProcessStats(target.pid);
  for (const peer of peers) peer.close();
  return {
    score: (after.residentBytes - before.residentBytes) / scenario.connections,
    wallRate: scenario.connections / wallSeconds,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    residentBytes: after.residentBytes,
  };
}

async function runRegistration(scenario: Of<"registration">, target: Target): Promise<Result> {
  const { connections } = scenario;
  const before = readProcessStats(target.pid);
  const started = performance.now();
  const peers = await registerMany({
    port: target.port,
    count: connections,
    atOnce: target.connectAtOnce,
    bufferBytes: IDLE_BUFFER_BYTES,
  });
  const wallSeconds = (performance.now() - started) / 1000;
  const after = readProcessStats(target.pid);
  for (const peer of peers) peer.close();
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return {
    score: connections / cpuSeconds,
    wallRate: connections / wallSeconds,
    cpuSeconds,
    residentBytes: after.residentBytes,
  };
}

function run(scenario: Scenario, target: Target): Promise<Result> {
  switch (scenario.kind) {
    case "room":
      return runRoom(scenario, target);
    case "idle":
      return runIdle(scenario, target);
    case "registration":
      return runRegistration(scenario, target);
  }
}

if (import.meta.main) {
  const { scenario, ...target } = JSON.parse(Deno.args[0] ?? "") as
    & { scenario: Scenario }
    & Target;
  console.log(JSON.stringify(await run(scenario, target)));
  Deno.exit(0);
}
