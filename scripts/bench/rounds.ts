/** Measures servers in rounds: each gets the same load, one after another. */

import { fillHistory } from "./history_fill.ts";
import {
  needsWebSocket,
  type Order,
  type Result,
  type Row,
  type Scenario,
  splitIntoSessions,
} from "./scenarios.ts";
import { type ServerKind, startServer } from "./servers.ts";

const LOAD = new URL("load/main.ts", import.meta.url).pathname;

/** A server, and how to start it with a history. */
export interface Contender extends ServerKind {
  /** Returns the same server with its data in a folder; undefined if it is not chat. */
  readonly withData?: (folder: string) => ServerKind;
}

/** All runs of one server in one row. */
export interface Measured {
  readonly row: string;
  readonly server: string;
  readonly runs: Result[];
}

export interface RoundsOptions {
  readonly rounds: number;
  readonly rows: ReadonlyMap<string, Row>;
  readonly servers: readonly Contender[];
  /** Told of each run before it, and of one that failed. */
  readonly onRun: (about: string) => void;
}

/** Measures every server in each round; one that fails has no further runs of the same rows. */
export async function measureAll(options: RoundsOptions): Promise<Measured[]> {
  const { rows, servers, onRun } = options;
  const all = [...rows].flatMap(([row, settings]) =>
    servers.filter((server) => takesPart(server, settings))
      .map((server): Measured => ({ row, server: server.name, runs: [] }))
  );
  const failed = new Set<string>();
  using histories = new Histories();
  for (const { round, server, names } of planRuns(options)) {
    const about = `${server.name}, ${names.join(", ")}`;
    if (failed.has(about)) continue;
    onRun(`round ${round}: ${about}`);
    const scenarios = names.map((name) => rows.get(name)!.scenario);
    try {
      const results = await measure(histories.prepare(server, scenarios), scenarios);
      for (const [index, name] of names.entries()) {
        const measured = all.find((one) => one.row === name && one.server === server.name);
        measured!.runs.push(results[index]!);
      }
    } catch (error) {
      failed.add(about);
      onRun(`No figures of ${about}: ${error}`);
    }
  }
  return all;
}

/**
 * The runs in their order. A round measures every server, so that a busy minute of the machine
 * concerns all of them, and every other round has the opposite order.
 */
export function* planRuns({ rows, servers, rounds }: Omit<RoundsOptions, "onRun">) {
  for (const session of splitIntoSessions([...rows.keys()], rows)) {
    for (let round = 1; round <= rounds; round++) {
      for (const server of round % 2 === 1 ? servers : servers.toReversed()) {
        const names = session.filter((name) => takesPart(server, rows.get(name)!));
        if (names.length > 0) yield { round, server, names };
      }
    }
  }
}

function takesPart(server: Contender, { scenario, without, isGrowth }: Row): boolean {
  if (needsWebSocket(scenario) && server.webSocketPath === undefined) return false;
  if (isGrowth && server.withData === undefined) return false;
  return !without?.includes(server.name);
}

/** Runs scenarios against a new process of a server, one after another with the same clients. */
export async function measure(
  kind: ServerKind,
  scenarios: readonly Scenario[],
): Promise<Result[]> {
  const webSocket = scenarios.some(needsWebSocket);
  const server = await startServer(kind, { webSocket });
  const order: Order = {
    scenarios,
    port: server.port,
    pid: server.pid,
    connectAtOnce: kind.connectAtOnce,
    ...(webSocket && { webSocketPath: kind.webSocketPath }),
  };
  try {
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "-A", LOAD, JSON.stringify(order)],
      stderr: "inherit",
    }).output();
    if (!success) throw new Error(`The load on ${kind.name} failed`);
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await server.stop();
  }
}

/** Folders with stored messages, each filled once. */
class Histories implements Disposable {
  readonly #folders = new Map<string, string>();

  /** Returns the server as a scenario needs it: with a history if there is to be one. */
  prepare(server: Contender, [scenario]: readonly Scenario[]): ServerKind {
    if (scenario?.kind !== "talk" || !scenario.history || !server.withData) return server;
    const key = `${server.name} ${scenario.history}`;
    let folder = this.#folders.get(key);
    if (folder === undefined) {
      folder = Deno.makeTempDirSync({ prefix: "bench-history-" });
      this.#folders.set(key, folder);
      fillHistory(folder, scenario.history);
    }
    return server.withData(folder);
  }

  [Symbol.dispose](): void {
    for (const folder of this.#folders.values()) Deno.removeSync(folder, { recursive: true });
  }
}
