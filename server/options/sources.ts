import { parseArgs } from "@std/cli/parse-args";
import { closestString, levenshteinDistance } from "@std/text";
import { parse as parseToml } from "@std/toml";

import { messageOf } from "../../protocol/errors.ts";
import { LIMITS } from "./limits.ts";
import type { Setting } from "./setting.ts";
import { FILE_ONLY_TABLES, findSetting, SETTINGS, variableOf } from "./settings.ts";
import { UsageError } from "./types.ts";

/** A value as it was written, and how an error refers to it. */
export interface Written {
  readonly value: unknown;
  readonly from: "flag" | "variable" | "file";
  /** For example `--burst many`, or `limits.burst = "many" from chat.toml`. */
  readonly shown: string;
}

/** Finds what was written for a setting or limit, by its name. */
export type Lookup = (name: string) => Written | undefined;

const FLAGS = (SETTINGS as readonly Setting[]).filter((setting) => setting.secret === undefined);
const SWITCHES = FLAGS.filter((flag) => flag.value === undefined).map((flag) => flag.name);
const VALUED = [
  ...FLAGS.filter((flag) => flag.value !== undefined).map((flag) => flag.name),
  ...LIMITS.map((limit) => limit.key),
];

/** Reads flags. Throws {@linkcode UsageError} for one that is unknown or lacks its value. */
export function readFlags(args: readonly string[]): Lookup {
  if (args.some((arg) => /^--password(=|$)/.test(arg))) {
    throw new UsageError(
      "A password is not taken as a flag, since others can read a command line: " +
        "use --password-file FILE, CHAT_PASSWORD or the settings file",
    );
  }
  const parsed = parseArgs(args, {
    boolean: SWITCHES,
    negatable: SWITCHES,
    string: VALUED,
    collect: ["host", "web-host", "web-origins", "web-trusted-proxies"],
    alias: { h: "help" },
    unknown: refuseUnknown,
  });
  const given = new Set(args.map((arg) => arg.replace(/^--(no-)?/, "").replace(/=.*$/s, "")));
  return (name) => {
    const value = parsed[name];
    if (SWITCHES.includes(name)) {
      const asked = given.has(name) || (name === "help" && value === true);
      return asked ? { value, from: "flag", shown: `--${name}` } : undefined;
    }
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
    const text = Array.isArray(value) ? value.join(",") : String(value);
    if (text === "") throw new UsageError(`The flag --${name} needs a value`);
    return { value, from: "flag", shown: `--${name} ${text}` };
  };
}

/** The known word nearest to a mistyped one, if one is near. */
function nearestWord(word: string, known: readonly string[]): string | undefined {
  const nearest = closestString(word, known, { caseSensitive: true });
  const maxDistance = Math.min(2, Math.ceil(word.length / 3));
  return levenshteinDistance(word, nearest) <= maxDistance ? nearest : undefined;
}

function refuseUnknown(arg: string, key?: string): never {
  if (key === undefined) {
    throw new UsageError(`Cannot use "${arg}": chat serve takes flags only; see chat serve --help`);
  }
  const near = nearestWord(key, [...SWITCHES, ...VALUED]);
  const hint = near ? `did you mean --${near}?` : "see chat serve --help";
  throw new UsageError(`Unknown flag ${arg.replace(/=.*$/s, "")}; ${hint}`);
}

/** Reads `CHAT_…` variables; empty ones are taken as not set. */
export function readVariables(env: Readonly<Record<string, string | undefined>>): Lookup {
  return (name) => {
    const variable = variableOf(name);
    const value = env[variable];
    if (value === undefined || value === "") return undefined;
    const shown = name === "password" ? variable : `${variable}=${value}`;
    return { value, from: "variable", shown };
  };
}

/** The tables of a settings file. */
export type Tables = Readonly<Record<string, unknown>>;

/**
 * Reads the text of a settings file. Throws {@linkcode UsageError}, with the
 * file's name if the text is not TOML, and with the key if it is unknown.
 */
export function readSettings(text: string, file: string): { lookup: Lookup; tables: Tables } {
  let tables: Tables;
  try {
    tables = parseToml(text);
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${firstLine(error)}`, { cause: error });
  }
  checkKeys(tables, file);
  const lookup: Lookup = (name) => {
    for (const path of pathsOf(name)) {
      const value = at(tables, path);
      if (value !== undefined) return writtenInFile(path, { value, file });
    }
    return undefined;
  };
  return { lookup, tables };
}

/** Finds a key of one table of a settings file; `path` is its section and name. */
export function findInTable(
  table: Tables,
  { path, file }: { path: `${string}.${string}`; file: string },
): Written | undefined {
  const value = table[path.slice(path.indexOf(".") + 1)];
  return value === undefined ? undefined : writtenInFile(path, { value, file });
}

/** A value of a settings file. An error does not show a password. */
function writtenInFile(path: string, { value, file }: { value: unknown; file: string }): Written {
  const equals = path.endsWith("password") ? "" : ` = ${JSON.stringify(value)}`;
  return { value, from: "file", shown: `${path}${equals} from ${file}` };
}

function firstLine(error: unknown): string {
  return messageOf(error).split("\n")[0] ?? "";
}

/** Paths of a setting in the file, best first: its own, then its flag's name. */
function pathsOf(name: string): string[] {
  const setting = findSetting(name);
  if (!setting) return [`limits.${name}`];
  if (!setting.file) return [];
  const { section, key } = setting.file;
  return section ? [`${section}.${key}`, name, `${section}.${name}`] : [key];
}

function at(tables: Tables, path: string): unknown {
  let value: unknown = tables;
  for (const key of path.split(".")) {
    if (!isTable(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return isTable(value) ? undefined : value;
}

/** Whether a value of a settings file is a table. */
export function isTable(value: unknown): value is Tables {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Date);
}

const KNOWN_PATHS: ReadonlySet<string> = new Set([
  ...SETTINGS.flatMap((row) => pathsOf(row.name)),
  ...LIMITS.map((row) => `limits.${row.key}`),
  ...Object.keys(FILE_ONLY_TABLES.admin).map((key) => `admin.${key}`),
]);

const KNOWN_TABLES: ReadonlySet<string> = new Set(
  [...KNOWN_PATHS].filter((path) => path.includes(".")).map((path) => path.split(".")[0]!),
);

/** Tables that may be repeated, with the keys of each. */
const KNOWN_LISTS: Readonly<Record<string, readonly string[]>> = {
  operator: Object.keys(FILE_ONLY_TABLES.operator),
  listen: ["host", "port"],
};

function checkKeys(tables: Tables, file: string): void {
  for (const [key, value] of Object.entries(tables)) {
    const keysOfEach = Object.hasOwn(KNOWN_LISTS, key) ? KNOWN_LISTS[key] : undefined;
    if (keysOfEach && Array.isArray(value)) {
      const known = new Set(keysOfEach.map((inner) => `${key}.${inner}`));
      for (const entry of value) {
        if (!isTable(entry)) throw notATable(key, { value: entry, file });
        checkTable(entry, { name: key, known, file });
      }
    } else if (isTable(value) && KNOWN_TABLES.has(key)) {
      checkTable(value, { name: key, known: KNOWN_PATHS, file });
    } else if (isTable(value) && KNOWN_PATHS.has(key)) {
      throw new UsageError(`Cannot use the table [${key}] from ${file}: ${key} = … is expected`);
    } else if (!KNOWN_PATHS.has(key)) {
      if (KNOWN_TABLES.has(key) || keysOfEach) throw notATable(key, { value, file });
      throw unknownKey(key, { known: [...KNOWN_PATHS, ...KNOWN_TABLES], file });
    }
  }
}

function checkTable(
  table: Tables,
  { name, known, file }: { name: string; known: ReadonlySet<string>; file: string },
): void {
  for (const key of Object.keys(table)) {
    const path = `${name}.${key}`;
    if (!known.has(path)) throw unknownKey(path, { known: [...known], file });
  }
}

function unknownKey(
  path: string,
  { known, file }: { known: readonly string[]; file: string },
): UsageError {
  const near = nearestWord(path, known);
  return new UsageError(
    `Unknown key "${path}" in ${file}${near ? `; did you mean "${near}"?` : ""}`,
  );
}

function notATable(key: string, { value, file }: { value: unknown; file: string }): UsageError {
  const form = key === "operator" ? "[[operator]]" : `[${key}]`;
  const shown = isTable(value) ? `the table [${key}]` : `${key} = ${JSON.stringify(value)}`;
  return new UsageError(`Cannot use ${shown} from ${file}: ${form} with keys below it is expected`);
}
