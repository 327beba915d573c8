import { readProcessStats } from "../bench/process_stats.ts";
import { connectFrom, pause, type Place } from "./place.ts";

const SAMPLES_EVERY_MS = 2_000;
const PROBES_EVERY_MS = 100;
/** What the last quarter may need more than the second one, when a server grows no more. */
const MAX_GROWTH = 1.25;

/** What the server's process used at one time. */
export interface Sample {
  readonly residentBytes: number;
  readonly descriptors: number;
}

/** Looks at the process of the server until the signal. Linux only. */
export async function watchProcess(pid: number, { signal }: Place): Promise<Sample[]> {
  const samples: Sample[] = [];
  while (!signal.aborted) {
    samples.push(sample(pid));
    await pause(SAMPLES_EVERY_MS, signal);
  }
  return samples;
}

/** Looks at a process once. */
export function sample(pid: number): Sample {
  const descriptors = [...Deno.readDirSync(`/proc/${pid}/fd`)].length;
  return { residentBytes: readProcessStats(pid).residentBytes, descriptors };
}

/** The delays in milliseconds of messages between two people who do nothing else. */
export async function measureDelays(place: Place, addresses: readonly string[]): Promise<number[]> {
  const delays: number[] = [];
  const [from = "", to = ""] = addresses;
  let arrived = -1;
  await using bob = await connectFrom(place, {
    name: "probe2",
    address: to,
    take: (line) => {
      const [, digits] = / PRIVMSG probe2 :(\d+)$/.exec(line) ?? [];
      if (digits !== undefined) arrived = Number(digits);
    },
  });
  await using alice = await connectFrom(place, { name: "probe1", address: from });
  for (const client of [alice, bob]) {
    await client.send(`NICK ${client.name}`, `USER ${client.name} 0 * :probe`);
    await client.answered();
  }
  for (let number = 0; !place.signal.aborted; number++) {
    const start = performance.now();
    await alice.send(`PRIVMSG probe2 :${number}`);
    await bob.until("the message", () => arrived === number);
    delays.push(performance.now() - start);
    await pause(PROBES_EVERY_MS, place.signal);
  }
  return delays;
}

/** Says how much a value grew from the second quarter to the last one, by their medians. */
export function growth(values: readonly number[]): number {
  const quarter = Math.floor(values.length / 4);
  return median(values.slice(-quarter)) / median(values.slice(quarter, 2 * quarter));
}

/** A sentence for each thing that still grew at the end. */
export function findGrowth(samples: readonly Sample[]): string[] {
  const faults: string[] = [];
  for (const [what, of] of MEASURES) {
    const grown = growth(samples.map(of));
    if (grown > MAX_GROWTH) faults.push(`${what} grew by the factor ${grown.toFixed(2)}`);
  }
  return faults;
}

const MEASURES: readonly (readonly [string, (sample: Sample) => number])[] = [
  ["Memory", ({ residentBytes }) => residentBytes],
  ["The number of open files", ({ descriptors }) => descriptors],
];

/** The value below which a part of the values is, such as 0.99. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
