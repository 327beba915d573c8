import { readProcessStats } from "../process_stats.ts";
import type { Client } from "./client.ts";
import { Meter } from "./meter.ts";
import { Neighbours } from "./neighbours.ts";
import { pause } from "./sockets.ts";
import type { TalkPlace } from "./talk.ts";
import type { Of, Result } from "../scenarios.ts";

/** Connections that are begun before the load looks what has come. */
const BATCH = 50;

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
  const { crowd, prefix } = place;
  const neighbours = new Neighbours(crowd.enough(2));
  const clients = crowd.enough(count + 2).slice(2);
  return measureStorm(place, neighbours, (done) => {
    for (const client of clients) enter(client, { channel: prefix, done });
    return clients.length;
  });
}

/** Measures how everybody comes back to a server that has just started: into rooms, all at once. */
export function runReturn({ clients, roomSize }: Of<"return">, place: TalkPlace): Result {
  const { crowd, prefix } = place;
  const neighbours = new Neighbours(crowd.enough(2));
  return measureStorm(place, neighbours, (done) => {
    for (let index = 0; index < clients; index++) {
      const channel = `${prefix}-${Math.floor(index / roomSize)}`;
      crowd.connect((client) => enter(client, { channel, done }));
      if (index % BATCH === 0) crowd.poll(0);
    }
    return clients;
  });
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
  { crowd, pid }: TalkPlace,
  neighbours: Neighbours,
  begin: (done: () => void) => number,
): Result {
  let arrived = 0;
  neighbours.begin();
  const meter = new Meter(pid);
  const count = begin(() => arrived++);
  crowd.until(() => {
    neighbours.next();
    pause();
    return arrived === count;
  }, "storm");
  const measures = meter.read();
  return {
    ...measures,
    score: count / measures.cpuSeconds,
    work: count,
    details: {
      refused: crowd.refusals,
      seconds: measures.wallSeconds,
      "longest delay of others, ms": neighbours.longest(),
    },
  };
}
