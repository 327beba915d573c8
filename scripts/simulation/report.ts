import type { Costs } from "./costs.ts";
import type { Population } from "./population.ts";
import type { TrafficOptions, TrafficResult } from "./traffic.ts";

/** A part of the network that can be used up, and how much of it the traffic uses. */
export interface Limit {
  readonly name: string;
  /** 1 if nothing is left. */
  readonly used: number;
}

/** What the traffic uses of each part of the network, the most used first. */
export function limitsOf(result: TrafficResult, { bandwidth }: TrafficOptions): Limit[] {
  return [
    { name: "the core of a node", used: result.busiest },
    { name: "the appends of a stream", used: result.appending },
    { name: "a core of a NATS server", used: result.handingOn },
    { name: "the network card of a NATS server", used: result.brokerCard },
    { name: "the network card of a node", used: result.nodeOut * 8 / bandwidth },
  ].toSorted((one, other) => other.used - one.used);
}

/** The bytes of memory of a node: its part of the state, and its connections. */
export function memoryOf(
  population: Population,
  { mix, nodes, logs, costs }: Pick<TrafficOptions, "mix" | "nodes" | "logs" | "costs">,
): { readonly state: number; readonly connections: number } {
  const known = logs === 1 ? population.memberships : population.membershipsKnown(nodes);
  return {
    state: mix.clients * costs.userBytes + known * costs.membershipBytes,
    connections: mix.clients / nodes * costs.connectionBytes,
  };
}

/** The figures of a simulation as rows: what, and how much. */
export function rowsOf(
  result: TrafficResult,
  population: Population,
  options: TrafficOptions,
): (readonly [string, string])[] {
  const { state, connections } = memoryOf(population, options);
  const { lag } = result;
  const [first] = limitsOf(result, options);
  return [
    ["events a second", whole(result.eventsPerSecond)],
    ["batches a second", whole(result.batchesPerSecond)],
    ["the log grows by, a second", bytes(result.logBytesPerSecond)],
    ["deliveries a second", whole(result.deliveriesPerSecond)],
    ["a node's core: applies and stores", percent(result.applying)],
    ["a node's core: delivers", percent(result.delivering)],
    ["a node's core: takes lines", percent(result.ingesting)],
    ["the core of the busiest node", percent(result.busiest)],
    ["a node receives, a second", bytes(result.nodeIn)],
    ["a node sends to clients, a second", bytes(result.nodeOut)],
    ["appends of the busiest stream", percent(result.appending)],
    ["a NATS server: a core", percent(result.handingOn)],
    ["a NATS server: its network card", percent(result.brokerCard)],
    ["a node's memory: state", bytes(state)],
    ["a node's memory: connections", bytes(connections)],
    ["lag, median", milliseconds(lag.percentile(0.5))],
    ["lag, 99 of 100", milliseconds(lag.percentile(0.99))],
    ["most used", first!.name],
  ];
}

/** A table in Markdown of columns that have the same rows. */
export function tableOf(
  columns: readonly {
    readonly title: string;
    readonly rows: readonly (readonly [string, string])[];
  }[],
): string {
  const lines = [
    ["", ...columns.map(({ title }) => title)],
    ["---", ...columns.map(() => "---:")],
    ...columns[0]!.rows.map(([name], index) => [
      name,
      ...columns.map(({ rows }) => rows[index]![1]),
    ]),
  ];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The costs as one line. */
export function costsLine({ events, batchUs, deliveryUs, ingestUs }: Costs): string {
  const kinds = Object.entries(events)
    .map(([kind, { bytes, applyUs }]) => `${kind} ${bytes} B ${applyUs.toFixed(1)} µs`);
  return `${kinds.join(", ")}; a batch ${batchUs.toFixed(1)} µs, a delivery ${deliveryUs} µs, ` +
    `a line ${ingestUs} µs`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function percent(share: number): string {
  return `${short(share * 100)} %`;
}

function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const step = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), units.length - 1);
  return `${short(value / 1000 ** step)} ${units[step]}`;
}

function milliseconds(microseconds: number): string {
  return `${short(microseconds / 1000)} ms`;
}

/** A number of two digits, or a whole one. */
function short(value: number): string {
  return value >= 100 ? whole(value) : value.toPrecision(2);
}
