import { readProcessStats } from "../process_stats.ts";
import type { Client } from "./client.ts";
import { Crowd } from "./crowd.ts";
import { Meter } from "./meter.ts";
import { Neighbours } from "./neighbours.ts";
import { pause } from "./sockets.ts";
import type { TalkPlace } from "./talk.ts";
import type { Of, Result } from "../scenarios.ts";

/** Connections that are begun before the load looks what has come. */
const BATCH = 50;
/** How long the load waits for its own sockets while lines of the neighbours may arrive. */
const NEIGHBOURS_WAIT_MS = 1;
/** 127.1.0.0. */
const STORM_ADDRESS = 2 ** 16;

/** Measures how connections become registered clients. */
export function runRegistration(
  { connections }: Of<"registration">,
  { crowd, pid }: TalkPlace,
): Result {
  const meter = new Meter(pid);
  crowd.enough(connections);
  const measures = meter.read();
  return {
    ...measures,
    score: connections / measures.cpuSeconds,
    work: connections,
    details: { refused: crowd.refusals },
  };
}

/**
 * Measures the memory of connections that do nothing: of those that come to as many others, since
 * the first ones also cause what a server has only once.
 */
export function runIdle({ connections, settleSeconds }: Of<"idle">, place: TalkPlace): Result {
  const { crowd, pid } = place;
  const residentBytes = () => {
    // The garbage collector needs time to run.
    const end = performance.now() + settleSeconds * 1000;
    for (let rest; (rest = end - performance.now()) > 0;) crowd.poll(Math.ceil(rest));
    return readProcessStats(pid).residentBytes;
  };
  crowd.enough(connections);
  const before = residentBytes();
  crowd.enough(2 * connections);
  const meter = new Meter(pid);
  const score = (residentBytes() - before) / connections;
  return { ...meter.read(), score, work: connections };
}

/** Measures everybody's joining one room at the same moment. */
export function runJoins({ clients: count }: Of<"joins">, place: TalkPlace): Result {
  const { prefix, pid } = place;
  const crowd = stormCrowd(place);
  const neighbours = new Neighbours(crowd.options);
  const clients = crowd.enough(count);
  return measureStorm({ crowd, neighbours, pid }, (done) => {
    for (const client of clients) enter(client, { channel: prefix, done });
    return clients.length;
  });
}

/** Measures how everybody comes back to a server that has just started: into rooms, all at once. */
export function runReturn({ clients, roomSize }: Of<"return">, place: TalkPlace): Result {
  const { prefix, pid } = place;
  const crowd = stormCrowd(place);
  const neighbours = new Neighbours(crowd.options);
  return measureStorm({ crowd, neighbours, pid }, (done) => {
    for (let index = 0; index < clients; index++) {
      const channel = `${prefix}-${Math.floor(index / roomSize)}`;
      crowd.connect((client) => enter(client, { channel, done }));
      if (index % BATCH !== 0) continue;
      crowd.poll(0);
      neighbours.next();
    }
    return clients;
  });
}

/** A crowd of which each has an address of its own, as people have. */
function stormCrowd({ crowd, prefix }: TalkPlace): Crowd {
  const namePrefix = `${prefix.slice(1)}s`;
  return new Crowd({ ...crowd.options, namePrefix, firstAddress: STORM_ADDRESS });
}

function enter(
  client: Client,
  { channel, done }: { channel: string; done: () => void },
): void {
  client.send(`JOIN ${channel}\r\n`);
  client.expect(/ 366 /, done);
}

/** Begins a storm, which returns how many clients it concerns, and waits for its end. */
function measureStorm(
  { crowd, neighbours, pid }: {
    readonly crowd: Crowd;
    readonly neighbours: Neighbours;
    readonly pid: number;
  },
  begin: (done: () => void) => number,
): Result {
  let arrived = 0;
  neighbours.next();
  const meter = new Meter(pid);
  const count = begin(() => arrived++);
  const isOver = () => {
    neighbours.next();
    pause();
    return arrived === count;
  };
  crowd.until(isOver, "storm", { pollMs: NEIGHBOURS_WAIT_MS });
  const measures = meter.read();
  return {
    ...measures,
    score: count / measures.cpuSeconds,
    work: count,
    details: {
      refused: crowd.refusals,
      seconds: measures.wallSeconds,
      ...neighbours.end(),
    },
  };
}
