import { parseArgs } from "@std/cli/parse-args";

import { pathOf } from "../../tests/harness/peers.ts";
import type { Contender } from "./rounds.ts";
import { FULL, QUICK, type Row, rowsOf } from "./scenarios.ts";
import {
  chat,
  type ChatOptions,
  defaultChatCommand,
  ergo,
  INSPIRCD,
  NGIRCD,
  ORIGIN,
  RELAY,
  type ServerKind,
} from "./servers.ts";

const DEFAULT_ROUNDS = 3;
const DEFAULT_QUICK_ROUNDS = 1;

export const USAGE = `deno task bench [options]

Compares chat with the IRC servers that are installed (ngircd, inspircd), with the Ergo that
ERGO_BINARY names, with a bare relay on Deno's sockets, which is the floor, and with a server of
threads and loops in Python, as chat began. All get the same load, one after another in each
round, and the medians of all rounds are printed. What is counted is the work done in a second of
the server's own CPU time; of a delay and of memory, less is better.

"spread" is how far the rounds are from each other: a difference between servers that is smaller
says nothing. "load busy" is the part of the time in which the load had work to do. If it is
90 % or more, the load was measured and not the server: "driver" stands for the figure.

  --quick            less work and ${DEFAULT_QUICK_ROUNDS} round: under two minutes
  --against "…"      also measure another chat, shown as "before": its command line before
                     "serve", such as "deno run --no-prompt --no-check -A /other/main.ts"
  --rounds N         number of rounds (${DEFAULT_ROUNDS})
  --only NAMES       of ${[...rowsOf(QUICK).keys()].join(",")}
                     (all; without --quick the growth has more sizes)
  --servers NAMES    of chat,before,ergo,inspircd,ngircd,relay,origin (all that there are)
  --peers            leave out chat
  --command "…"      chat's command line before "serve" (from source; CHAT_BINARY: an executable)
  --data DIR         chat's --data; :memory: stores no history (a new folder for each run)
  --json FILE        write what was measured
  --svg FILE         draw it
  --from FILE        measure nothing: print and draw what --json wrote
  --record           write docs/speed.json, draw docs/speed.svg
`;

export interface Settings {
  readonly rounds: number;
  readonly rows: ReadonlyMap<string, Row>;
  readonly servers: readonly Contender[];
  /** What is measured, in lines. */
  readonly about: readonly string[];
  readonly json: string | undefined;
  readonly svg: string | undefined;
  /** The file of an earlier run, which is printed instead. */
  readonly from: string | undefined;
}

interface Flags {
  readonly help: boolean;
  readonly quick: boolean;
  readonly peers: boolean;
  readonly record: boolean;
  readonly rounds?: string;
  readonly only?: string;
  readonly servers?: string;
  readonly against?: string;
  readonly command?: string;
  readonly data?: string;
  readonly json?: string;
  readonly svg?: string;
  readonly from?: string;
}

/** Reads the arguments of the command. Ends the process after help or an error. */
export function readSettings(args: string[]): Settings {
  const flags = parseArgs(args, {
    boolean: ["help", "quick", "peers", "record"],
    string: ["rounds", "only", "servers", "against", "command", "data", "json", "svg", "from"],
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
  const servers = [...chatServers(flags), ...(flags.from === undefined ? peers() : [])]
    .filter(({ name }) => flags.servers?.split(",").includes(name) ?? true)
    .filter(({ name }) => !flags.peers || name !== "chat");
  if (servers.length === 0) usageError("None of these servers is installed");
  const record = (file: string) =>
    flags.record ? new URL(`../../docs/${file}`, import.meta.url).pathname : undefined;
  return {
    rounds,
    rows: chooseRows(flags),
    servers,
    about: [
      `Measured on ${new Date().toISOString().slice(0, 10)} on ${machine()}`,
      `The load average before was ${Deno.loadavg()[0]?.toFixed(1)}`,
      ...(flags.command ? [`chat is ${flags.command}`] : []),
      ...(flags.against ? [`before is ${flags.against}`] : []),
    ],
    json: flags.json ?? record("speed.json"),
    svg: flags.svg ?? record("speed.svg"),
    from: flags.from,
  };
}

/** The processor and the system. */
function machine(): string {
  const info = Deno.readTextFileSync("/proc/cpuinfo");
  const [, model = "an unknown processor"] = /^model name\s*: (.*)$/m.exec(info) ?? [];
  return `${navigator.hardwareConcurrency} × ${model}, Linux ${Deno.osRelease()}`;
}

function chooseRows({ only, quick }: Flags): ReadonlyMap<string, Row> {
  const rows = rowsOf(quick ? QUICK : FULL);
  if (only === undefined) return rows;
  return new Map(
    only.split(",").map((name) => {
      const row = rows.get(name);
      if (!row) usageError(`--only has an unknown name ${JSON.stringify(name)}`);
      return [name, row];
    }),
  );
}

/** The chat to measure and, if there is one, the chat to compare it with. */
function chatServers({ command, against, data }: Flags): Contender[] {
  const words = (line: string) => line.split(" ").filter(Boolean);
  const contender = (options: ChatOptions): Contender => ({
    ...chat(options),
    withData: (folder) => chat({ ...options, data: folder }),
  });
  const own = command === undefined ? defaultChatCommand() : words(command);
  const chats = [contender({ name: "chat", command: own, data })];
  if (against === undefined) return chats;
  const folder = data === undefined || data === ":memory:" ? data : `${data}/before`;
  return [...chats, contender({ name: "before", command: words(against), data: folder })];
}

/** The other servers that can be run here; says why one cannot. */
function peers(): ServerKind[] {
  const ergoFile = Deno.env.get("ERGO_BINARY");
  const candidates: [ServerKind, boolean, string][] = [
    [ergo(ergoFile ?? ""), ergoFile !== undefined, "ERGO_BINARY does not name its program"],
    [INSPIRCD, pathOf("inspircd") !== undefined, "it is not installed"],
    [NGIRCD, pathOf("ngircd") !== undefined, "it is not installed"],
    [RELAY, true, ""],
    [ORIGIN, pathOf("python3") !== undefined, "python3 is not installed"],
  ];
  return candidates.flatMap(([kind, isThere, reason]) => {
    if (!isThere) console.error(`Without ${kind.name}: ${reason}`);
    return isThere ? [kind] : [];
  });
}

/** Prints a mistake in the arguments and ends the process. */
function usageError(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  Deno.exit(2);
}
