/**
 * Writes the generated parts of the pages: the help of `chat join`, the objects of its `--json`,
 * the settings, console and services of `chat serve`, and what the benchmark measured.
 *
 * `deno run -A scripts/manual.ts` brings the pages up to date; its test compares them.
 */

import { joinHelp } from "../client/cli/help.ts";
import { ROLES } from "../client/screen/drawing/style.ts";
import { wrap } from "../client/screen/drawing/wrap.ts";
import { CHANSERV_SERVICE } from "../server/commands/accounts/chanserv.ts";
import { formatValue, NETWORK_KEYS, Settings } from "../client/settings/mod.ts";
import { NICKSERV_SERVICE } from "../server/commands/accounts/nickserv.ts";
import { consoleHelp } from "../server/operator/console.ts";
import { flagGroups, type FlagRow } from "../server/options/help.ts";
import type { Report } from "./bench/report/report.ts";
import { aboutLines, growthTable, speedTable } from "./bench/report/table.ts";

const PAGE_COLUMNS = 100;
const ROOT = new URL("../", import.meta.url);

/** Generates the Markdown of one part. */
type Part = () => string;

/** The pages and their parts. A part stands between two comments with its name. */
export const PAGES: Readonly<Record<string, Readonly<Record<string, Part>>>> = {
  "README.md": { speed: speedTables },
  "docs/client.md": {
    help: () => codeBlock(joinHelp()),
    roles: themeRoles,
    settings: settingTables,
  },
  "docs/json.md": { json: jsonObjects },
  "docs/server.md": {
    flags: flagTables,
    console: () => codeBlock(consoleHelp().map((line) => line.trim()).join("\n")),
    services: serviceTables,
  },
};

/** The settings of chat join, and the keys of a network in its settings file. */
function settingTables(): string {
  const settings = new Settings().rows.map(({ key, default: value, description }) => [
    `\`${key}\``,
    formatValue(value),
    description,
  ]);
  const networks = NETWORK_KEYS.map(({ key, default: value, description }) => [
    `\`${key}\``,
    value === "" ? "–" : value,
    description,
  ]);
  const head = ["key", "if not set", "what"];
  return `${formatTable([head, ...settings])}\n\nIn a table \`[networks.NAME]\`:\n\n` +
    `${formatTable([head, ...networks])}\n`;
}

/** What a theme can give a look. */
function themeRoles(): string {
  const names = ROLES.map((role) => `\`${role}\``);
  return `${wrapped(`The roles are ${names.slice(0, -1).join(", ")} and ${names.at(-1)}.`)}\n`;
}

/** A paragraph in lines as wide as the formatter makes them. */
function wrapped(text: string): string {
  return wrap(text, PAGE_COLUMNS).map(({ start, end }) => text.slice(start, end).trimEnd())
    .join("\n");
}

/** Reads a page of this repository. */
export async function readPage(page: string): Promise<string> {
  return await Deno.readTextFile(new URL(page, ROOT));
}

/** Puts the generated parts of a page into its text. Throws if the comments of one are missing. */
export function fillPage(page: string, text: string): string {
  let filled = text;
  for (const [name, generate] of Object.entries(PAGES[page] ?? {})) {
    const gap = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!gap.test(filled)) throw new Error(`Cannot find <!-- ${name} --> in ${page}`);
    filled = filled.replace(gap, (_, open, close) => `${open}\n${generate()}\n${close}`);
  }
  return filled;
}

function codeBlock(text: string): string {
  return `\`\`\`\n${text.trimEnd()}\n\`\`\`\n`;
}

/** The comment at the beginning of json.ts, which is Markdown. */
function jsonObjects(): string {
  const source = Deno.readTextFileSync(new URL("client/format/json.ts", ROOT));
  const [comment = ""] = /(?<=^\/\*\*\n)[\s\S]*?(?= \*\/)/.exec(source) ?? [];
  const text = comment.replace(/^ \* ?/gm, "").trimEnd();
  return `<!-- deno-fmt-ignore-start -->\n\n${text}\n\n<!-- deno-fmt-ignore-end -->\n`;
}

function flagTables(): string {
  return flagGroups().map(({ title, rows }) => {
    const head = ["flag", "in `chat.toml`", "what", "if not set"];
    return `### ${title}\n\n${formatTable([head, ...rows.map(flagCells)])}\n`;
  }).join("\n");
}

function flagCells({ flag, variable, key, purpose, otherwise = "" }: FlagRow): string[] {
  const name = flag === "" ? `only \`${variable}\`` : `\`${flag}\``;
  return [name, key ? `\`${key}\`` : "", purpose, otherwise];
}

function serviceTables(): string {
  return [NICKSERV_SERVICE, CHANSERV_SERVICE].map(({ name, commands }) => {
    const rows = Object.values(commands).map(({ usage, description }) => [
      `\`${usage}\``,
      description,
    ]);
    return `${formatTable([[`\`/msg ${name} …\``, "what"], ...rows])}\n`;
  }).join("\n");
}

/** What `deno task bench --record` has measured. */
function speedTables(): string {
  const file = new URL("docs/speed.json", ROOT);
  const report = JSON.parse(Deno.readTextFileSync(file)) as Report;
  return `${formatTable(speedTable(report))}\n\n${formatTable(growthTable(report))}\n\n` +
    `${wrapped(`${aboutLines(report).join(". ")}.`)}\n`;
}

/** A Markdown table in the form that the formatter gives it; the first row is its head. */
function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)));
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)));
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

if (import.meta.main) {
  for (const page of Object.keys(PAGES)) {
    await Deno.writeTextFile(new URL(page, ROOT), fillPage(page, await readPage(page)));
  }
}
