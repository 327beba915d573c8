import type { CrowdOptions } from "./load/crowd.ts";

/** A load as JSON, which is passed to another process. */
export type Scenario =
  | {
    readonly kind: "talk";
    readonly clients: number;
    /** How many hear each other; two write to each other directly, more are in a room. */
    readonly size: number;
    /** Messages that are under way at any time, in groups at random, or one in each group. */
    readonly inFlight: number | "one each";
    /** Further clients that do nothing; 0 if undefined. */
    readonly idle?: number;
    /** Stored messages that the server has before; 0 if undefined. */
    readonly history?: number;
    readonly milliseconds: number;
    /** Milliseconds before measuring, in which an engine compiles what runs often. */
    readonly warmUp: number;
  }
  | {
    readonly kind: "burst";
    readonly webSocket?: true;
    readonly members: number;
    /** Lines in one write; the next burst is sent when every member has all of them. */
    readonly burst: number;
    readonly milliseconds: number;
    readonly warmUp: number;
  }
  | {
    readonly kind: "delay";
    readonly members: number;
    readonly linesPerSecond: number;
    readonly milliseconds: number;
    readonly warmUp: number;
  }
  | { readonly kind: "registration"; readonly connections: number }
  | { readonly kind: "idle"; readonly connections: number; readonly settleSeconds: number }
  | { readonly kind: "joins"; readonly clients: number }
  | { readonly kind: "return"; readonly clients: number; readonly roomSize: number };

export type Of<K extends Scenario["kind"]> = Extract<Scenario, { kind: K }>;

/** What the load is told. */
export interface Order extends CrowdOptions {
  readonly scenarios: readonly Scenario[];
  /** The process of the server. */
  readonly pid: number;
}

/** The use of time in one run. */
export interface Measures {
  readonly wallSeconds: number;
  /** CPU time of the server. */
  readonly cpuSeconds: number;
  /** Resident memory of the server at the end. */
  readonly residentBytes: number;
  /** The part of the time in which the load had work to do, from 0 to 1. */
  readonly driverShare: number;
}

/** One run of one scenario against one server. */
export interface Result extends Measures {
  /** In the unit of the {@linkcode Row}. */
  readonly score: number;
  /** Deliveries, registrations, joins. */
  readonly work: number;
  /** Further figures by their names. */
  readonly details?: Readonly<Record<string, number>>;
}

/** A line of the tables. */
export interface Row {
  /** What people read. */
  readonly title: string;
  readonly unit: "deliveries/CPU-s" | "clients/CPU-s" | "µs" | "bytes/connection";
  readonly scenario: Scenario;
  /** Names the servers that are not measured: what they do is not the same work. */
  readonly without?: readonly string[];
  /** Whether only chat is measured, at several sizes. */
  readonly isGrowth?: true;
}

/** How long and how large the loads are. */
export interface Extent {
  readonly milliseconds: number;
  readonly warmUp: number;
  readonly arrivals: number;
  readonly settleSeconds: number;
  readonly joins: number;
  readonly returns: number;
  readonly members: readonly number[];
  readonly connections: readonly number[];
  readonly history: readonly number[];
}

export const FULL: Extent = {
  milliseconds: 2000,
  warmUp: 1000,
  arrivals: 5000,
  settleSeconds: 5,
  joins: 2000,
  returns: 10_000,
  members: [10, 100, 1000, 5000],
  connections: [100, 1000, 10_000],
  history: [0, 1_000_000, 10_000_000],
};

/** Less work, for `--quick`. */
export const QUICK: Extent = {
  milliseconds: 500,
  warmUp: 600,
  arrivals: 1500,
  settleSeconds: 1,
  joins: 500,
  returns: 1000,
  members: [10, 100, 1000],
  connections: [100, 1000],
  history: [0, 100_000],
};

/** They tell nobody who joins, and list no members. */
const BARE = ["relay", "origin"];
const CLIENTS = 1000;
const IN_FLIGHT = 50;
const ROOM = 20;

/** The rows by the names that `--only` takes. */
export function rowsOf(extent: Extent): ReadonlyMap<string, Row> {
  const { milliseconds, warmUp } = extent;
  const time = { milliseconds, warmUp };
  const talk = { kind: "talk", clients: CLIENTS, inFlight: IN_FLIGHT, ...time } as const;
  const burst = { kind: "burst", members: 500, ...time } as const;
  const unit = "deliveries/CPU-s";
  return new Map<string, Row>([
    ["direct", { title: "direct messages", unit, scenario: { ...talk, size: 2 } }],
    ["rooms", { title: "rooms of 20", unit, scenario: { ...talk, size: ROOM } }],
    ["burst-1", { title: "room of 500, single lines", unit, scenario: { ...burst, burst: 1 } }],
    ["burst-8", { title: "room of 500, bursts of 8", unit, scenario: { ...burst, burst: 8 } }],
    ["burst-64", { title: "room of 500, bursts of 64", unit, scenario: { ...burst, burst: 64 } }],
    ["delay", {
      title: "delay in a room of 100, 200 lines a second",
      unit: "µs",
      scenario: { kind: "delay", members: 100, linesPerSecond: 200, ...time },
    }],
    ["registration", {
      title: "registrations",
      unit: "clients/CPU-s",
      scenario: { kind: "registration", connections: extent.arrivals },
    }],
    ["idle", {
      title: "an idle connection",
      unit: "bytes/connection",
      scenario: {
        kind: "idle",
        connections: extent.arrivals,
        settleSeconds: extent.settleSeconds,
      },
    }],
    ["joins", {
      title: `${number(extent.joins)} join one room at once`,
      unit: "clients/CPU-s",
      scenario: { kind: "joins", clients: extent.joins },
      without: BARE,
    }],
    ["return", {
      title: `${number(extent.returns)} come back after a restart`,
      unit: "clients/CPU-s",
      scenario: { kind: "return", clients: extent.returns, roomSize: ROOM },
      // The queue of ngircd's socket has room for 10 who connect: a storm takes it minutes.
      without: [...BARE, "ngircd"],
    }],
    ["websocket-1", {
      title: "WebSocket, room of 500, single lines",
      unit,
      scenario: { ...burst, burst: 1, webSocket: true },
    }],
    ["websocket-64", {
      title: "WebSocket, room of 500, bursts of 64",
      unit,
      scenario: { ...burst, burst: 64, webSocket: true },
    }],
    ...growthRows(extent, time),
  ]);
}

/** Each grows by one thing alone: as many messages are under way, and none waits for another. */
function growthRows(
  { members, connections, history }: Extent,
  time: { readonly milliseconds: number; readonly warmUp: number },
): [string, Row][] {
  const row = (title: string, rest: Omit<Of<"talk">, "kind" | keyof typeof time>): Row => ({
    title,
    unit: "deliveries/CPU-s",
    scenario: { kind: "talk", ...rest, ...time },
    isGrowth: true,
  });
  const inFlight = "one each";
  const most = Math.max(...members);
  const fewest = Math.min(...connections);
  return [
    ...members.map((size): [string, Row] => [
      `members-${size}`,
      row(`${number(size)} members in a room`, { clients: most, size, inFlight }),
    ]),
    ...connections.map((count): [string, Row] => [
      `connections-${count}`,
      row(`${number(count)} connections`, {
        clients: fewest,
        size: ROOM,
        inFlight,
        idle: count - fewest,
      }),
    ]),
    ...history.map((rows): [string, Row] => [
      `history-${rows}`,
      row(`${number(rows)} stored messages`, {
        clients: CLIENTS,
        size: ROOM,
        inFlight,
        history: rows,
      }),
    ]),
  ];
}

function number(value: number): string {
  return value.toLocaleString("en");
}

/** Whether a scenario needs IRC over WebSocket. */
export function needsWebSocket(scenario: Scenario): boolean {
  return scenario.kind === "burst" && scenario.webSocket === true;
}

/**
 * Splits rows into lists that one server can be measured with, one after the other. Those who talk
 * are the same clients, and idle connections are those that have registered.
 */
export function splitIntoSessions(names: readonly string[], rows: ReadonlyMap<string, Row>) {
  const sessions: { readonly key: string; readonly names: string[] }[] = [];
  for (const name of names) {
    const row = rows.get(name)!;
    const key = sessionKey(name, row);
    const session = sessions.find((other) => other.key === key);
    if (session) session.names.push(name);
    else sessions.push({ key, names: [name] });
  }
  return sessions.map((session) => session.names);
}

function sessionKey(name: string, { scenario, isGrowth }: Row): string {
  if (isGrowth) return name;
  switch (scenario.kind) {
    case "talk":
    case "delay":
      return "talk";
    case "burst":
      return scenario.webSocket ? "websocket" : "talk";
    case "registration":
    case "idle":
      return "arrival";
    case "joins":
    case "return":
      return name;
  }
}
