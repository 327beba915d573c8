import { parseArgs } from "@std/cli/parse-args";

import { type Result, type Scenario, SCENARIOS, scoreUnit } from "./scenarios.ts";
import {
  chat,
  defaultChatCommand,
  INSPIRCD,
  NGIRCD,
  type ServerKind,
  startServer,
} from "./servers.ts";

const USAGE = `deno task bench [options]

Measures chat beside the IRC servers that are installed (ngircd, inspircd), all under
the same load, in interleaved rounds, and prints medians. What counts is work done in a
second of the server's own CPU time.

  --rounds N         rounds to take the median of (5)
  --only NAME        one scenario, or several: ${Object.keys(SCENARIOS).join(", ")}
  --servers NAMES    of chat,ngircd,inspircd (all that are installed)
  --peers            without chat
  --command "…"      chat's command line before "serve" (from source; CHAT_BINARY: an executable)
  --data DIR         chat's --data; :memory: keeps no history (a new folder)
  --json             print every run and the medians as JSON
`;

const PEERS: readonly (ServerKind & { readonly file: string })[] = [
  { ...NGIRCD, file: "/usr/sbin/ngircd" },
  { ...INSPIRCD, file: "/usr/sbin/inspircd" },
];
const LOAD = new URL("load.ts", import.meta.url).pathname;

interface Settings {
  readonly rounds: number;
  readonly scenarios: readonly string[];
  readonly servers: readonly ServerKind[];
  readonly json: boolean;
  readonly about: string;
}

/** What was measured of one server in one scenario. */
interface Measured {
  readonly scenario: string;
  readonly server: string;
  readonly runs: Result[];
}

interface Flags {
  readonly help: boolean;
  readonly peers: boolean;
  readonly json: boolean;
  readonly rounds?: string;
  readonly only?: string;
  readonly servers?: string;
  readonly command?: string;
  readonly data?: string;
}

function readSettings(args: string[]): Settings {
  const flags = parseArgs(args, {
    boolean: ["help", "peers", "json"],
    string: ["rounds", "only", "servers", "command", "data"],
    unknown: (flag) => usageError(`Unknown argument ${JSON.stringify(flag)}`),
  }) as unknown as Flags;
  if (flags.help) {
    console.log(USAGE);
    Deno.exit(0);
  }
  const rounds = Number(flags.rounds ?? 5);
  if (!Number.isInteger(rounds) || rounds < 1) {
    usageError(`--rounds must be a whole number above 0, not ${JSON.stringify(flags.rounds)}`);
  }
  const only = flags.only?.split(",") ?? Object.keys(SCENARIOS);
  for (const name of only) {
    if (!(name in SCENARIOS)) usageError(`--only knows no scenario ${JSON.stringify(name)}`);
  }
  const command = flags.command?.split(" ").filter(Boolean) ?? defaultChatCommand();
  const all = [chat({ command, data: flags.data }), ...PEERS.filter((peer) => isFile(peer.file))];
  const wanted = flags.servers?.split(",") ?? all.map((server) => server.name);
  const servers = all.filter(({ name }) =>
    wanted.includes(name) && !(flags.peers && name === "chat")
  );
  if (servers.length === 0) usageError("None of the servers asked for is installed");
  return {
    rounds,
    scenarios: only,
    servers,
    json: flags.json,
    about: servers.some(({ name }) => name === "chat")
      ? `chat is ${command.join(" ")}, history in ${flags.data ?? "a new folder"}`
      : "chat is left out",
  };
}

function usageError(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  Deno.exit(2);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

async function measure(kind: ServerKind, scenario: Scenario): Promise<Result> {
  const server = await startServer(kind);
  try {
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-check", "-A", LOAD],
        JSON.stringify({ ...server, scenario, connectAtOnce: kind.connectAtOnce }),
      ],
      stderr: "inherit",
    }).output();
    if (!success) throw new Error(`The load on ${kind.name} failed`);
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await server.stop();
  }
}

/** Round by round rather than server by server: a noisy minute then hits all alike. */
async function measureAll(settings: Settings): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const name of settings.scenarios) {
    const scenario = SCENARIOS[name] as Scenario;
    const measured = settings.servers.map(({ name: server }) => ({
      scenario: name,
      server,
      runs: [] as Result[],
    }));
    all.push(...measured);
    for (let round = 0; round < settings.rounds; round++) {
      for (const [index, server] of settings.servers.entries()) {
        measured[index]?.runs.push(await measure(server, scenario));
      }
    }
    if (!settings.json) printScenario(name, measured);
  }
  return all;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

function summarise(runs: readonly Result[]): Result {
  return {
    score: median(runs.map((run) => run.score)),
    wallRate: median(runs.map((run) => run.wallRate)),
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
    residentBytes: median(runs.map((run) => run.residentBytes)),
  };
}

function printScenario(name: string, measured: readonly Measured[]): void {
  const unit = scoreUnit(SCENARIOS[name] as Scenario);
  console.log(`\n${name}`);
  console.log(row(["server", unit, "per wall second", "CPU s", "RSS MiB", "chat is"]));
  const first = measured.find(({ server }) => server === "chat");
  const ours = first && summarise(first.runs).score;
  for (const { server, runs } of measured) {
    const result = summarise(runs);
    const ratio = ours === undefined || server === "chat"
      ? ""
      : `${(ours / result.score).toFixed(2)} ×`;
    console.log(row([
      server,
      Math.round(result.score).toLocaleString("en"),
      Math.round(result.wallRate).toLocaleString("en"),
      result.cpuSeconds.toFixed(2),
      (result.residentBytes / 2 ** 20).toFixed(1),
      ratio,
    ]));
  }
}

function row(cells: readonly string[]): string {
  const widths = [10, 20, 16, 8, 9, 9];
  return cells.map((cell, index) =>
    index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)
  ).join(" ");
}

if (import.meta.main) {
  const settings = readSettings(Deno.args);
  if (!settings.json) {
    console.log(`${settings.about}; ${settings.rounds} rounds, medians`);
  }
  const all = await measureAll(settings);
  if (settings.json) {
    const output = all.map((measured) => ({ ...measured, median: summarise(measured.runs) }));
    console.log(JSON.stringify({ about: settings.about, results: output }, null, 2));
  }
}
