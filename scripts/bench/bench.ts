import { parseArgs } from "@std/cli/parse-args";

import {
  needsWebSocket,
  QUICK_SCENARIOS,
  type Result,
  type Scenario,
  SCENARIOS,
  scoreUnit,
} from "./scenarios.ts";
import {
  chat,
  defaultChatCommand,
  ergo,
  INSPIRCD,
  NGIRCD,
  type ServerKind,
  startServer,
} from "./servers.ts";

const DEFAULT_ROUNDS = 5;
const DEFAULT_QUICK_ROUNDS = 3;

const USAGE = `deno task bench [options]

Compares chat with the IRC servers that are installed (ngircd, inspircd), and with the Ergo that
ERGO_BINARY names. Over WebSocket only chat and Ergo are measured. All get the same load, one
after another in each round, and the medians of all rounds are printed. The score is the work
done per second of the server's own CPU time; for "idle" it is the memory of a connection, so
less is better there. "spread" is how far the scores of the rounds are from each other: a
difference between servers that is smaller says nothing.

  --quick            less work and ${DEFAULT_QUICK_ROUNDS} rounds: under two minutes for three servers
  --against "…"      also measure another chat, shown as "before": its command line before
                     "serve", such as "deno run --no-prompt --no-check -A /other/main.ts"
  --rounds N         number of rounds (${DEFAULT_ROUNDS})
  --only NAMES       of ${Object.keys(SCENARIOS).join(",")} (all)
  --servers NAMES    of chat,before,ngircd,inspircd,ergo (all that there are)
  --peers            leave out chat
  --command "…"      chat's command line before "serve" (from source; CHAT_BINARY: an executable)
  --data DIR         chat's --data; :memory: stores no history (a new folder for each run)
  --json             print every run and the medians as JSON
`;

const PEERS: readonly (ServerKind & { readonly file: string })[] = [
  { ...NGIRCD, file: "/usr/sbin/ngircd" },
  { ...INSPIRCD, file: "/usr/sbin/inspircd" },
  ...ergoPeers(Deno.env.get("ERGO_BINARY")),
];

function ergoPeers(file: string | undefined) {
  return file === undefined ? [] : [{ ...ergo(file), file }];
}

const LOAD = new URL("load.ts", import.meta.url).pathname;

interface Settings {
  readonly rounds: number;
  readonly scenarios: ReadonlyMap<string, Scenario>;
  readonly servers: readonly ServerKind[];
  readonly json: boolean;
  /** What is measured, in one line. */
  readonly about: string;
}

/** All runs of one server in one scenario. */
interface Measured {
  readonly scenario: string;
  readonly server: string;
  readonly runs: Result[];
}

interface Flags {
  readonly help: boolean;
  readonly quick: boolean;
  readonly peers: boolean;
  readonly json: boolean;
  readonly rounds?: string;
  readonly only?: string;
  readonly servers?: string;
  readonly against?: string;
  readonly command?: string;
  readonly data?: string;
}

function readSettings(args: string[]): Settings {
  const flags = parseArgs(args, {
    boolean: ["help", "quick", "peers", "json"],
    string: ["rounds", "only", "servers", "against", "command", "data"],
    unknown: (flag) => usageError(`Unknown argument ${JSON.stringify(flag)}`),
  }) as unknown as Flags;
  if (flags.help) {
    console.log(USAGE);
    Deno.exit(0);
  }
  const rounds = Number(flags.rounds ?? (flags.quick ? DEFAULT_QUICK_ROUNDS : DEFAULT_ROUNDS));
  if (!Number.isInteger(rounds) || rounds < 1) {
    usageError(`--rounds must be a whole number above 0, not ${JSON.stringify(flags.rounds)}`);
  }
  const chats = chatServers(flags);
  const servers = [...chats, ...PEERS.filter((peer) => isFile(peer.file))]
    .filter(({ name }) => flags.servers?.split(",").includes(name) ?? true)
    .filter(({ name }) => !flags.peers || name !== "chat");
  if (servers.length === 0) usageError("None of these servers is installed");
  return {
    rounds,
    scenarios: chooseScenarios(flags),
    servers,
    json: flags.json,
    about: chats.filter((server) => servers.includes(server)).map(({ name, command }) =>
      `${name} is ${command.join(" ")}`
    ).join("\n"),
  };
}

function chooseScenarios({ only, quick }: Flags): ReadonlyMap<string, Scenario> {
  const names = only?.split(",") ?? Object.keys(SCENARIOS);
  return new Map(names.map((name) => {
    const scenario = (quick ? QUICK_SCENARIOS : SCENARIOS)[name];
    if (!scenario) usageError(`--only has an unknown scenario ${JSON.stringify(name)}`);
    return [name, scenario];
  }));
}

/** The chat to measure and, if there is one, the chat to compare it with. */
function chatServers({ command, against, data }: Flags) {
  const words = (line: string) => line.split(" ").filter(Boolean);
  const own = command === undefined ? defaultChatCommand() : words(command);
  const chats = [{ command: own, ...chat({ name: "chat", command: own, data }) }];
  if (against === undefined) return chats;
  const other = words(against);
  const folder = data === undefined || data === ":memory:" ? data : `${data}/before`;
  return [
    ...chats,
    { command: other, ...chat({ name: "before", command: other, data: folder }) },
  ];
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
  const webSocket = needsWebSocket(scenario);
  const server = await startServer(kind, { webSocket });
  const { connectAtOnce, webSocketPath } = kind;
  const endpoint = { ...server, ...(webSocket && { webSocketPath }) };
  try {
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-check", "-A", LOAD],
        JSON.stringify({ ...endpoint, scenario, connectAtOnce }),
      ],
      stderr: "inherit",
    }).output();
    if (!success) throw new Error(`The load on ${kind.name} failed`);
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await server.stop();
  }
}

/**
 * Measures every server in each round, so that a busy minute of the machine concerns all of them.
 * Every other round has the opposite order.
 */
async function measureAll(settings: Settings): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const [name, scenario] of settings.scenarios) {
    const servers = settings.servers.filter(({ webSocketPath }) =>
      webSocketPath !== undefined || !needsWebSocket(scenario)
    );
    const measured = servers.map((server) => ({
      scenario: name,
      server: server.name,
      runs: [] as Result[],
      run: () => measure(server, scenario),
    }));
    for (let round = 0; round < settings.rounds; round++) {
      const order = round % 2 === 0 ? measured : measured.toReversed();
      for (const { runs, run } of order) runs.push(await run());
    }
    all.push(...measured.map(({ scenario, server, runs }) => ({ scenario, server, runs })));
    if (!settings.json) printScenario(scoreUnit(scenario), measured);
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

/** The largest difference between scores, as a part of their median. */
function spread(runs: readonly Result[]): number {
  const scores = runs.map(({ score }) => score);
  return (Math.max(...scores) - Math.min(...scores)) / median(scores);
}

function printScenario(unit: string, measured: readonly Measured[]): void {
  console.log(`\n${measured[0]?.scenario}`);
  console.log(row(["server", unit, "spread", "per wall second", "CPU s", "RSS MiB", "chat is"]));
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
      `${Math.round(spread(runs) * 100)} %`,
      Math.round(result.wallRate).toLocaleString("en"),
      result.cpuSeconds.toFixed(2),
      (result.residentBytes / 2 ** 20).toFixed(1),
      ratio,
    ]));
  }
}

function row(cells: readonly string[]): string {
  const widths = [10, 20, 8, 16, 8, 9, 9];
  return cells.map((cell, index) =>
    index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)
  ).join(" ");
}

if (import.meta.main) {
  const settings = readSettings(Deno.args);
  if (!settings.json) {
    if (settings.about !== "") console.log(settings.about);
    console.log(`Medians of ${settings.rounds} rounds`);
  }
  const all = await measureAll(settings);
  if (settings.json) {
    const output = all.map((measured) => ({ ...measured, median: summarise(measured.runs) }));
    console.log(JSON.stringify({ about: settings.about, results: output }, null, 2));
  }
}
