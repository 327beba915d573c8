import { LIMITS } from "./limits.ts";
import { type Setting, type SettingGroup, SETTINGS, variableOf } from "./settings.ts";
import { formatLimit } from "./values.ts";

/** A flag as help and manual show it. */
export interface FlagRow {
  readonly flag: string;
  readonly variable: string | undefined;
  /** Its place in a settings file, `[section] key`. */
  readonly key: string | undefined;
  readonly purpose: string;
  readonly otherwise: string | undefined;
}

const GROUPS: readonly SettingGroup[] = ["Listening", "Network", "Records", "Log and settings"];

/** Every flag of `chat serve` by group, limits last, from the tables they are read with. */
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
  const stands = ["help", "debug"].includes(row.name);
  return {
    flag,
    variable: stands ? undefined : variableOf(row.name),
    key: file && (file.section ? `[${file.section}] ${file.key}` : file.key),
    purpose: row.purpose,
    otherwise: row.otherwise,
  };
}

const HEAD = `chat serve: a chat network, for chat join and every IRC client

Usage: chat serve [FLAGS]
`;

const TAIL = `
Limits: 0 is none; SIZE is like 65536 or "64 KiB", TIME like 30s or 2m.
A switch is turned off with --no- before its name. Every flag is also a
variable, CHAT_TLS_PORT for --tls-port, and a key of chat.toml. Flags win over
variables, variables over the settings file.
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
