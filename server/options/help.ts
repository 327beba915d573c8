import { LIMITS } from "./limits.ts";
import type { Setting, SettingGroup } from "./setting.ts";
import { SETTINGS, variableOf } from "./settings.ts";
import { formatLimit } from "./values.ts";

/** A flag as help and manual show it. */
export interface FlagRow {
  readonly flag: string;
  readonly variable: string | undefined;
  /** Its key in a settings file, `[section] key`. */
  readonly key: string | undefined;
  readonly purpose: string;
  readonly otherwise: string | undefined;
}

const GROUPS: readonly SettingGroup[] = [
  "Listening",
  "Web",
  "Network",
  "Accounts and history",
  "Many machines",
  "Log and settings",
];

/** Every flag of `chat serve` by group, limits last, from the tables of settings and limits. */
export function flagGroups(): { title: string; rows: FlagRow[] }[] {
  const groups = GROUPS.map((title) => ({
    title: title as string,
    rows: SETTINGS.filter((row) => row.group === title).map(settingRow),
  }));
  const limits = LIMITS.map((row): FlagRow => ({
    flag: `--${row.key} ${row.unit === "count" ? "N" : row.unit === "bytes" ? "SIZE" : "TIME"}`,
    variable: variableOf(row.key),
    key: `[limits] ${row.key}`,
    purpose: row.purpose,
    otherwise: formatLimit(row.default, row),
  }));
  return [...groups, { title: "Limits", rows: limits }];
}

function settingRow(row: Setting): FlagRow {
  const { file } = row;
  const flag = row.secret
    ? ""
    : row.value === undefined
    ? `--${row.name}`
    : `--${row.name} ${row.value}`;
  return {
    flag,
    variable: row.flagOnly ? undefined : variableOf(row.name),
    key: file && (file.section ? `[${file.section}] ${file.key}` : file.key),
    purpose: row.purpose,
    otherwise: otherwiseOf(row),
  };
}

/** The default as the help shows it, with its note; undefined if there is neither. */
function otherwiseOf({ default: value, note }: Setting): string | undefined {
  const shown = typeof value === "boolean" ? (value ? "on" : "off") : String(value ?? "");
  return [shown, note].filter((part) => part !== "" && part !== undefined).join(", ") || undefined;
}

const HEAD = `chat serve: a chat network, for chat join and every IRC client

Usage: chat serve [FLAGS]
`;

const TAIL = `
Limits: 0 means no limit; SIZE is like 65536 or "64 KiB", TIME like 30s or 2m.
A switch is turned off with --no- before its name. Every flag is also a
variable, CHAT_TLS_PORT for --tls-port, and a key of chat.toml. Flags override
variables, and variables override the settings file.
`;

/** The text of `chat serve --help`. */
export function serveHelp(): string {
  const parts = [HEAD];
  for (const { title, rows } of flagGroups()) {
    const flags = rows.filter((row) => row.flag !== "");
    const width = Math.max(...flags.map((row) => row.flag.length)) + 2;
    const lines = flags.map(({ flag, purpose, otherwise }) =>
      `  ${flag.padEnd(width)}${purpose}${otherwise ? ` (${otherwise})` : ""}`
    );
    parts.push(`${title}:\n${lines.join("\n")}\n`);
  }
  return parts.join("\n") + TAIL;
}
