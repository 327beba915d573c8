import { messageOf } from "../../protocol/errors.ts";
import { LIMITS, type Limits } from "./limits.ts";
import type { Address } from "../../protocol/address.ts";
import {
  isTable,
  type Lookup,
  placeInFile,
  readFlags,
  readSettings,
  readVariables,
  type Tables,
  type Written,
} from "./sources.ts";
import type { SettingName } from "./settings.ts";
import {
  type AdminOptions,
  type OperatorOptions,
  type ServerOptions,
  type TlsOptions,
  UsageError,
} from "./types.ts";
import {
  readBoolean,
  readChoice,
  readCount,
  readHosts,
  readLimit,
  readPort,
  readServerName,
  readText,
  serverNameOf,
} from "./values.ts";

/** The world that options are read from. */
export interface OptionsWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a text file; throws Deno.errors.NotFound and the like. */
  readonly readFile: (path: string) => string;
  /** Whether everybody on this machine may read the file. */
  readonly isWorldReadable: (path: string) => boolean;
  /** Folder for data where none is asked for. */
  readonly dataFolder: string;
  /** Takes a line for the operator about something unwise. */
  readonly warn: (text: string) => void;
}

const DEFAULT_CONFIG = "chat.toml";
const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 6667;
const DEFAULT_TLS_PORT = 6697;
const DEFAULT_NETWORK = "chat";
const DEFAULT_NAME = "local.chat";
const DEFAULT_AUTO_REPLAY = 20;
/** Longest message of the day, in lines. */
const MAX_MOTD_LINES = 1000;

/** Reads one setting, or gives what holds when it is not set. */
type Read = <T>(name: SettingName, reader: (value: unknown) => T) => T | undefined;

interface Sources {
  readonly read: Read;
  readonly lookup: Lookup;
  readonly tables: Tables;
  readonly configFile: string | undefined;
  readonly world: OptionsWorld;
}

/**
 * Reads the options of `chat serve` from flags, then `CHAT_…` variables, then
 * the settings file, then defaults. Throws {@linkcode UsageError}, whose text
 * names the place of what is wrong.
 */
export function loadServerOptions(args: readonly string[], world: OptionsWorld): ServerOptions {
  const sources = openSources(args, world);
  const { read, configFile } = sources;
  const listen = readListen(sources);
  const tls = readTls(sources, listen);
  const motd = readMotd(sources);
  const password = readPassword(sources);
  return {
    ...readNames(sources),
    listen,
    ...(tls && { tls }),
    motd: motd.lines,
    ...(motd.file !== undefined && { motdFile: motd.file }),
    ...(password !== undefined && { password }),
    operators: readOperators(sources),
    admin: readAdmin(sources),
    limits: readLimits(sources),
    log: {
      level: read("log-level", (v) => readChoice(v, ["error", "warn", "info", "debug"])) ?? "info",
      format: read("log-format", (v) => readChoice(v, ["text", "json"])) ?? "text",
    },
    data: read("data", readText) ?? world.dataFolder,
    fsync: read("fsync", readBoolean) ?? false,
    accounts: {
      mode: read("accounts", (v) => readChoice(v, ["required", "optional", "off"])) ?? "optional",
      registerBeforeConnect: read("register-before-connect", readBoolean) ?? true,
      requireEmail: read("require-email", readBoolean) ?? false,
    },
    history: {
      retentionDays: read("retention-days", readCount) ?? 0,
      maxPerChannel: read("max-per-channel", readCount) ?? 0,
      autoReplay: read("auto-replay", readCount) ?? DEFAULT_AUTO_REPLAY,
      directMessages: read("direct-messages", readBoolean) ?? true,
    },
    ...(configFile !== undefined && { configFile }),
  };
}

/**
 * Reads the options again for a server that runs. What cannot change while it
 * runs stays as it is in `before`, and is named in `kept`.
 */
export function reloadServerOptions(
  before: ServerOptions,
  { args, world }: { args: readonly string[]; world: OptionsWorld },
): { options: ServerOptions; kept: string[] } {
  const after = loadServerOptions(args, world);
  const { name, network, listen, data, fsync } = before;
  const fixed = { name, network, listen, data, fsync };
  const changed = (key: keyof ServerOptions) =>
    JSON.stringify(before[key]) !== JSON.stringify(after[key]);
  const kept = ([...Object.keys(fixed), "tls"] as (keyof ServerOptions)[]).filter(changed);
  const { tls: _tls, ...rest } = after;
  return { options: { ...rest, ...fixed, ...(before.tls && { tls: before.tls }) }, kept };
}

function openSources(args: readonly string[], world: OptionsWorld): Sources {
  const flags = readFlags(args);
  const variables = readVariables(world.env);
  const asked = flags("config") ?? variables("config");
  const configFile = asked ? use(asked, readText) : DEFAULT_CONFIG;
  const text = readConfig(configFile, { required: asked !== undefined, world });
  const file = readSettings(text ?? "", configFile);
  const lookup: Lookup = (name) => flags(name) ?? variables(name) ?? file.lookup(name);
  if (text !== undefined && holdsPasswords(file.tables) && world.isWorldReadable(configFile)) {
    world.warn(
      `${configFile} holds passwords and everybody on this machine can read it: chmod 600 ${configFile}`,
    );
  }
  const read: Read = (name, reader) => {
    const written = lookup(name);
    return written && use(written, reader);
  };
  const { tables } = file;
  return { read, lookup, tables, configFile: text === undefined ? undefined : configFile, world };
}

function readConfig(
  file: string,
  { required, world }: { required: boolean; world: OptionsWorld },
): string | undefined {
  try {
    return world.readFile(file);
  } catch (error) {
    if (!required && error instanceof Deno.errors.NotFound) return undefined;
    throw unreadable(`the settings file ${file}`, error);
  }
}

function unreadable(what: string, error: unknown): UsageError {
  return new UsageError(`Cannot read ${what}: ${reasonOf(error)}`, { cause: error });
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.PermissionDenied) return "permission is denied";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  return messageOf(error);
}

function use<T>(written: Written, reader: (value: unknown) => T): T {
  try {
    return reader(written.value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`Cannot use ${written.place}: ${error.message}`, { cause: error });
  }
}

function holdsPasswords(tables: Tables): boolean {
  const operators = Array.isArray(tables.operator) ? tables.operator : [];
  return "password" in tables || operators.some((entry) => isTable(entry) && "password" in entry);
}

function readNames({ read }: Sources): { name: string; network: string } {
  const written = read("name", readText);
  const network = read("network", readText) ?? written ?? DEFAULT_NETWORK;
  if (written === undefined) {
    return { name: network === DEFAULT_NETWORK ? DEFAULT_NAME : serverNameOf(network), network };
  }
  const name = written.includes(".") ? read("name", readServerName)! : serverNameOf(written);
  return { name, network };
}

function readListen({ read, tables, lookup, configFile }: Sources): Address[] {
  const repeated = tables.listen;
  const overruled = ["host", "port"].some((name) => (lookup(name)?.from ?? "file") !== "file");
  if (Array.isArray(repeated) && repeated.length > 0 && !overruled) {
    const file = configFile!;
    return repeated.filter(isTable).flatMap((entry) => {
      const get = <T>(key: string, reader: (value: unknown) => T) =>
        inTable(entry, { path: `listen.${key}`, file, reader });
      const port = get("port", readPort) ?? DEFAULT_PORT;
      return (get("host", readHosts) ?? [DEFAULT_HOST]).map((host) => ({ host, port }));
    });
  }
  const port = read("port", readPort) ?? DEFAULT_PORT;
  return (read("host", readHosts) ?? [DEFAULT_HOST]).map((host) => ({ host, port }));
}

/** Reads one key of a table that may be repeated; `path` names it in an error. */
function inTable<T>(
  table: Tables,
  { path, file, reader }: { path: string; file: string; reader: (value: unknown) => T },
): T | undefined {
  const value = table[path.split(".")[1]!];
  if (value === undefined) return undefined;
  return use({ value, from: "file", place: placeInFile(path, { value, file }) }, reader);
}

function readTls(sources: Sources, listen: readonly Address[]): TlsOptions | undefined {
  const port = sources.read("tls-port", readPort);
  const cert = readPath(sources, "tls-cert");
  const key = readPath(sources, "tls-key");
  if (port === undefined && cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    const missing = cert === undefined ? "--tls-cert FILE" : "--tls-key FILE";
    throw new UsageError(
      `Cannot listen with TLS without a certificate and its key: add ${missing}`,
    );
  }
  for (const [path, what] of [[cert, "certificate"], [key, "private key"]] as const) {
    const text = readFileOf(sources, { path, what: `the TLS ${what} ${path}` });
    if (!text.includes("-----BEGIN")) {
      throw new UsageError(`Cannot use ${path} as a TLS ${what}: it is not a PEM file`);
    }
  }
  const hosts = [...new Set(listen.map(({ host }) => host))];
  return { listen: hosts.map((host) => ({ host, port: port ?? DEFAULT_TLS_PORT })), cert, key };
}

/** A path of a settings file is meant from that file's folder, others from the current one. */
function readPath({ read, lookup, configFile }: Sources, name: SettingName): string | undefined {
  const path = read(name, readText);
  return path && lookup(name)?.from === "file" ? besideFile(configFile!, path) : path;
}

function besideFile(file: string, path: string): string {
  const folder = /^(.*[/\\])/.exec(file)?.[1] ?? "";
  return /^([/\\]|[a-z]:[/\\])/i.test(path) ? path : folder + path;
}

function readFileOf({ world }: Sources, { path, what }: { path: string; what: string }): string {
  try {
    return world.readFile(path);
  } catch (error) {
    throw unreadable(what, error);
  }
}

function readMotd(sources: Sources): { lines: readonly string[]; file?: string } {
  const written = sources.lookup("motd");
  if (!written) return { lines: [] };
  const { value } = written;
  if (written.from === "file" && !looksLikePath(value)) {
    return { lines: use(written, readMotdText) };
  }
  const file = readPath(sources, "motd")!;
  const text = readFileOf(sources, { path: file, what: `the message of the day ${file}` });
  return { lines: readMotdText(text), file };
}

/** Whether a value of `motd` in a settings file names a file rather than being the text. */
function looksLikePath(value: unknown): boolean {
  return typeof value === "string" &&
    /^(\S*[/\\]\S+|[^\s.]\S*\.(txt|motd|md))$/i.test(value.trim());
}

function readMotdText(value: unknown): string[] {
  const texts = Array.isArray(value) ? value : [value];
  if (!texts.every((text) => typeof text === "string")) {
    throw new TypeError("text, a list of lines or the name of a file is expected");
  }
  const lines = texts.flatMap((text: string) => text.replace(/\r?\n$/, "").split(/\r?\n/))
    // deno-lint-ignore no-control-regex
    .map((line) => line.replaceAll("\t", "    ").replace(/[\u0000\r]/g, "").trimEnd());
  return lines.every((line) => line === "") ? [] : lines.slice(0, MAX_MOTD_LINES);
}

/** The password to enter: of the two forms, the one from the more specific place. */
function readPassword(sources: Sources): string | undefined {
  const plain = sources.lookup("password");
  const inFile = sources.lookup("password-file");
  const order = ["flag", "variable", "file"];
  if (inFile && (!plain || order.indexOf(inFile.from) <= order.indexOf(plain.from))) {
    return readPasswordFile(sources, readPath(sources, "password-file")!);
  }
  return plain && use(plain, readSecret);
}

function readSecret(value: unknown): string {
  const text = typeof value === "string" ? value : "";
  // deno-lint-ignore no-control-regex
  if (text === "" || /[\u0000\r\n]/.test(text)) throw new TypeError("one line of text is expected");
  return text;
}

function readPasswordFile(sources: Sources, path: string): string {
  const text = readFileOf(sources, { path, what: `the password file ${path}` });
  const line = text.split(/\r?\n/)[0] ?? "";
  if (line === "") {
    throw new UsageError(`Cannot use the password file ${path}: its first line is empty`);
  }
  return line;
}

function readOperators(sources: Sources): OperatorOptions[] {
  const entries = sources.tables.operator;
  if (!Array.isArray(entries)) return [];
  const file = sources.configFile!;
  const operators: OperatorOptions[] = [];
  for (const entry of entries.filter(isTable)) {
    const get = <T>(key: string, reader: (value: unknown) => T) =>
      inTable(entry, { path: `operator.${key}`, file, reader });
    const name = get("name", readWord);
    const secretFile = get("password-file", readText);
    const password = get("password", readSecret) ??
      (secretFile && readPasswordFile(sources, besideFile(file, secretFile)));
    if (!name) throw new UsageError(`An [[operator]] in ${file} has no name`);
    if (!password) throw new UsageError(`The operator "${name}" in ${file} has no password`);
    if (operators.some((other) => other.name === name)) {
      throw new UsageError(`The operator "${name}" is there twice in ${file}`);
    }
    operators.push({ name, password });
  }
  return operators;
}

function readWord(value: unknown): string {
  const text = readText(value);
  if (/\s/.test(text) || text.startsWith(":")) throw new TypeError("one word is expected");
  return text;
}

function readAdmin({ tables, configFile }: Sources): AdminOptions {
  const table = tables.admin;
  if (!isTable(table)) return {};
  const entries = Object.keys(table).map((key) => [
    key,
    inTable(table, { path: `admin.${key}`, file: configFile!, reader: readText }),
  ]);
  return Object.fromEntries(entries) as AdminOptions;
}

function readLimits({ lookup }: Sources): Limits {
  const entries = LIMITS.map((row) => {
    const written = lookup(row.key);
    return [row.field, written ? use(written, (value) => readLimit(value, row)) : row.default];
  });
  return Object.fromEntries(entries) as Limits;
}
