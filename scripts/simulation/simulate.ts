/**
 * Simulates the traffic of a network on many machines: events drawn at random, batches, the log,
 * and the queue of each node. Prints what it uses of each part, and where the first limit is; with
 * one log for all, and with the log divided by room.
 */
import { parseArgs } from "@std/cli/parse-args";
import { Random } from "../../tests/harness/random.ts";
import { COSTS, type Costs } from "./costs.ts";
import { Population } from "./population.ts";
import { costsLine, rowsOf, tableOf } from "./report.ts";
import { type Mix, simulate, type TrafficOptions, type TrafficResult } from "./traffic.ts";

/** The options, with what they are if they are not given. */
const NUMBERS = {
  nodes: [100, "nodes of the network"],
  clients: [1_000_000, "people on all of them"],
  messages: [6, "messages of each in an hour"],
  direct: [0.3, "the part of them that goes to one person"],
  joins: [0.5, "rooms that each enters and leaves in an hour"],
  hours: [2, "hours until somebody quits and another one comes"],
  rooms: [3, "rooms that each is in, on average"],
  tail: [1.3, "how fast sizes of rooms fall; below 1 nearly all are in the largest"],
  talk: [0.5, "how much the size of a room adds to what is said there, from 0 to 1"],
  logs: [64, "streams of the divided log"],
  brokers: [3, "NATS servers"],
  bandwidth: [10, "Gbit a second of a network card"],
  seconds: [4, "seconds that are simulated"],
  load: [1, "times as much traffic"],
  seed: [1, "of the random numbers"],
} as const;

type Settings = Readonly<Record<keyof typeof NUMBERS, number>>;

/** The options as numbers. */
export const DEFAULTS: Settings = Object.fromEntries(
  Object.entries(NUMBERS).map(([name, [value]]) => [name, value]),
) as Settings;

const USAGE = `deno task simulate [options]

${
  Object.entries(NUMBERS)
    .map(([name, [value, what]]) => `  --${name} N`.padEnd(18) + `${what} (${value})`).join("\n")
}
  --measure       measure the costs of events and of the state on this machine first
`;

/** Microseconds within which 99 of 100 events have to be everywhere, or the network is too slow. */
const MAX_LAG_US = 250_000;
/** Steps in which the limit is looked for between two loads. */
const BISECTIONS = 5;
const MAX_LOAD = 4_096;

function mixOf(settings: Settings, load: number): Mix {
  const { clients, messages, direct, joins, hours, rooms } = settings;
  return {
    clients,
    messagesPerHour: messages * load,
    directShare: direct,
    joinsPerHour: joins * load,
    sessionHours: hours / load,
    roomsPerClient: rooms,
  };
}

/** Simulates a network with one log and with a divided one; returns the report. */
export function report(settings: Settings, costs: Costs = COSTS): string {
  const { nodes, clients, rooms, tail, talk, seed, brokers, bandwidth, seconds } = settings;
  const population = new Population(
    { nodes, clients, roomsPerClient: rooms, tail, talk },
    new Random(seed),
  );
  const run = (logs: number, load: number) => {
    const options: TrafficOptions = {
      ...{ nodes, brokers, seconds, logs, costs },
      mix: mixOf(settings, load),
      bandwidth: bandwidth * 1e9,
    };
    return { options, result: simulate(population, new Random(seed + 1), options) };
  };
  const kinds = [["one log", 1], [`${settings.logs} logs by room`, settings.logs]] as const;
  const columns = kinds.flatMap(([name, logs]) => {
    const loads = [settings.load, highestLoad((load) => run(logs, load).result)];
    return loads.map((load) => {
      const { options, result } = run(logs, load);
      return {
        title: `${name}, ${+load.toPrecision(2)} ×`,
        rows: rowsOf(result, population, options),
      };
    });
  });
  const largest = population.sizes.reduce((most, size) => Math.max(most, size), 0);
  const count = population.sizes.length.toLocaleString("en");
  return [
    `${nodes} nodes, ${clients.toLocaleString("en")} people, ${count} rooms of up to ` +
    `${largest.toLocaleString("en")} people; the second and the last column are as much as the ` +
    `network bears: 99 of 100 events are everywhere within ${MAX_LAG_US / 1000} ms`,
    costsLine(costs),
    "",
    tableOf(columns),
  ].join("\n");
}

/** The highest load that the network bears, to some percent. */
function highestLoad(run: (load: number) => TrafficResult): number {
  const bears = (load: number) => run(load).lag.percentile(0.99) <= MAX_LAG_US;
  let high = 1;
  while (high < MAX_LOAD && bears(high)) high *= 2;
  let low = high / 2;
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (bears(middle)) low = middle;
    else high = middle;
  }
  return low;
}

if (import.meta.main) {
  const flags = parseArgs(Deno.args, {
    boolean: ["help", "measure"],
    string: Object.keys(NUMBERS),
  }) as Record<string, string | boolean | undefined>;
  if (flags["help"]) {
    console.log(USAGE);
    Deno.exit(0);
  }
  const settings = Object.fromEntries(
    Object.entries(NUMBERS).map(([name, [value]]) => [name, Number(flags[name] ?? value)]),
  ) as Settings;
  const wrong = Object.entries(settings).find(([, value]) => !(value >= 0));
  if (wrong !== undefined) {
    console.error(`Cannot simulate: --${wrong[0]} must be a number; see --help`);
    Deno.exit(2);
  }
  const measured = flags["measure"] ? await (await import("./measure.ts")).measureCosts() : {};
  console.log(report(settings, { ...COSTS, ...measured }));
}
