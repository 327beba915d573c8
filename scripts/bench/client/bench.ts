/**
 * Measures the client as a person has it: the program on a pseudoterminal, and a real server with
 * people who talk.
 */
import { parseArgs } from "@std/cli/parse-args";

import { defaultChatCommand } from "../servers.ts";
import { type Figure, MEASURES, type Setup } from "./measures.ts";

const USAGE = `deno task bench:client [options]

Measures the client on a terminal, beside what it should stay below. CPU is a share of one core.

  --only NAME       one measure, or several: ${MEASURES.map(({ name }) => name).join(", ")}
  --seconds N       how long a flood lasts (10)
  --size CxR        columns and rows of the terminal (120x40)
  --command "…"     chat's command line before "join" (from source; CHAT_BINARY: an executable)
  --json            print the figures as JSON
`;

interface Settings extends Setup {
  readonly only: readonly string[];
  readonly json: boolean;
}

function readSettings(args: string[]): Settings {
  const flags = parseArgs(args, {
    boolean: ["help", "json"],
    string: ["only", "seconds", "size", "command"],
    unknown: (flag) => usageError(`Unknown argument ${JSON.stringify(flag)}`),
  }) as Record<string, string | boolean | undefined>;
  if (flags["help"]) {
    console.log(USAGE);
    Deno.exit(0);
  }
  const text = (name: string) => typeof flags[name] === "string" ? flags[name] : undefined;
  const [, columns, rows] = /^(\d+)x(\d+)$/.exec(text("size") ?? "120x40") ??
    usageError(`--size must be like 120x40, not ${JSON.stringify(text("size"))}`);
  const only = text("only")?.split(",") ?? MEASURES.map(({ name }) => name);
  for (const name of only) {
    if (!MEASURES.some((measure) => measure.name === name)) {
      usageError(`--only knows no measure ${JSON.stringify(name)}`);
    }
  }
  return {
    only,
    json: flags["json"] === true,
    seconds: Number(text("seconds") ?? 10),
    columns: Number(columns),
    rows: Number(rows),
    command: text("command")?.split(" ").filter(Boolean) ?? defaultChatCommand(),
  };
}

function usageError(problem: string): never {
  console.error(`${problem}\n\n${USAGE}`);
  Deno.exit(2);
}

function figureText({ name, unit, value, limit }: Figure): string {
  const digits = value < 10 ? 1 : 0;
  const bound = limit === Infinity
    ? ""
    : ` (${value < limit ? "below" : "NOT below"} ${limit}${unit === "%" ? " %" : ` ${unit}`})`;
  return `  ${name}: ${value.toFixed(digits)} ${unit}${bound}`.trimEnd();
}

if (import.meta.main) {
  const settings = readSettings(Deno.args);
  const all: Record<string, Figure[]> = {};
  for (const { name, about, run } of MEASURES) {
    if (!settings.only.includes(name)) continue;
    const figures = await run(settings);
    all[name] = figures;
    if (!settings.json) console.log([`${name}: ${about}`, ...figures.map(figureText)].join("\n"));
  }
  if (settings.json) console.log(JSON.stringify(all, undefined, 2));
}
