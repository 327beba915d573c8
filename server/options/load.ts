import { X509Certificate } from "node:crypto";
import type { Address } from "../../protocol/address.ts";
import { AddressRanges } from "../io/address_ranges.ts";
import { readCluster } from "./cluster.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { readOperators, readPassword, warnOfPasswordsIn } from "./passwords.ts";
import {
  readFileOf,
  readPath,
  type Sources,
  unreadable,
  use,
  valueOf,
  warnIfWorldReadable,
} from "./reading.ts";
import { FILE_ONLY_TABLES } from "./settings.ts";
import {
  findInTable,
  isTable,
  type Lookup,
  readFlags,
  readSettings,
  readVariables,
} from "./sources.ts";
import {
  type AccessOptions,
  type AdminOptions,
  type OptionsEnvironment,
  type ServerOptions,
  type TlsOptions,
  UsageError,
  type WebOptions,
} from "./types.ts";
import { readLimit, readServerName, serverNameOf } from "./values.ts";

/** Name of a server if neither it nor its network was given one. */
const DEFAULT_SERVER_NAME = "local.chat";
/** Days for which clients are told to connect only with TLS, if no setting says so. */
const DEFAULT_STS_DAYS = 30;
const SECONDS_PER_DAY = 86_400;
/** Lines of the message of the day; further ones are left out. */
const MAX_MOTD_LINES = 1000;

/**
 * Reads the options of `chat serve` from flags, then `CHAT_…` variables, then
 * the settings file, then defaults. Throws {@linkcode UsageError}, whose text
 * says which value is wrong and where it was written.
 */
export function loadServerOptions(
  args: readonly string[],
  environment: OptionsEnvironment,
): ServerOptions {
  const sources = openSources(args, environment);
  const { value, configFile } = sources;
  warnOfPasswordsIn(sources);
  const hosts = readListen(sources);
  const tls = readTls(sources, hosts);
  const listen = value("plain") ? hosts : [];
  if (listen.length === 0 && tls === undefined) {
    throw new UsageError("Cannot listen with TLS only without a certificate: add --tls-cert FILE");
  }
  const web = readWeb(sources, tls);
  const motd = readMotd(sources);
  const password = readPassword(sources);
  const cluster = readCluster(sources);
  return {
    ...readNames(sources),
    listen,
    ...(tls && { tls }),
    ...(web && { web }),
    access: readAccess(sources, tls),
    motd: motd.lines,
    ...(motd.file !== undefined && { motdFile: motd.file }),
    ...(password !== undefined && { password }),
    operators: readOperators(sources),
    admin: readAdmin(sources),
    limits: readLimits(sources),
    log: { level: value("log-level"), format: value("log-format") },
    data: value("data") ?? environment.dataFolder,
    fsync: value("fsync"),
    accounts: {
      mode: value("accounts"),
      registerBeforeConnect: value("register-before-connect"),
      requireEmail: value("require-email"),
      loginTokenDays: value("login-token-days"),
      reservedNames: value("reserved-names"),
    },
    history: {
      retentionDays: value("retention-days"),
      maxPerChannel: value("max-per-channel"),
      autoReplay: value("auto-replay"),
      directMessages: value("direct-messages"),
    },
    ...(cluster && { cluster }),
    ...(configFile !== undefined && { configFile }),
  };
}

/**
 * Reads the options again for a running server. `kept` names those that differ
 * now but take effect only after a restart; they stay as they are in `before`.
 */
export function reloadServerOptions(
  before: ServerOptions,
  { args, environment }: { args: readonly string[]; environment: OptionsEnvironment },
): { options: ServerOptions; kept: string[] } {
  const after = loadServerOptions(args, environment);
  const { name, network, listen, data, fsync, cluster } = before;
  const fixed = { name, network, listen, data, fsync, ...(cluster && { cluster }) };
  const changed = (key: keyof ServerOptions) =>
    JSON.stringify(before[key]) !== JSON.stringify(after[key]);
  const kept = ([...new Set([...Object.keys(fixed), "cluster", "tls"])] as (keyof ServerOptions)[])
    .filter(changed);
  const where = (options: ServerOptions) => JSON.stringify([options.web?.listen, options.web?.tls]);
  if (where(before) !== where(after)) kept.push("web");
  const { tls: _tls, web: _web, cluster: _cluster, ...rest } = after;
  const options = {
    ...rest,
    ...fixed,
    ...(before.tls && { tls: before.tls }),
    ...(before.web && { web: renewWeb(before.web, after.web) }),
  };
  return { options, kept };
}

/** The settings of a web listener that is open already. */
function renewWeb(before: WebOptions, after: WebOptions | undefined): WebOptions {
  const { origins, trustedProxies } = after ?? before;
  return { ...before, origins, trustedProxies };
}

function openSources(args: readonly string[], environment: OptionsEnvironment): Sources {
  const flags = readFlags(args);
  const variables = readVariables(environment.env);
  const asked = flags("config") ?? variables("config");
  const configFile = valueOf("config", asked);
  const text = readConfig(configFile, { required: asked !== undefined, environment });
  const { lookup: inFile, tables } = readSettings(text ?? "", configFile);
  const lookup: Lookup = (name) => flags(name) ?? variables(name) ?? inFile(name);
  return {
    value: (name) => valueOf(name, lookup(name)),
    lookup,
    tables,
    configFile: text === undefined ? undefined : configFile,
    environment,
  };
}

function readConfig(
  file: string,
  { required, environment }: { required: boolean; environment: OptionsEnvironment },
): string | undefined {
  try {
    return environment.readFile(file);
  } catch (error) {
    if (!required && error instanceof Deno.errors.NotFound) return undefined;
    throw unreadable(`the settings file ${file}`, error);
  }
}

/** Without a name of its own, a server's name is made from its network's. */
function readNames({ value, lookup }: Sources): { name: string; network: string } {
  const written = lookup("name");
  const name = value("name");
  const network = value("network") ?? name;
  if (written !== undefined && name.includes(".")) {
    return { name: use(written, readServerName), network };
  }
  if (written !== undefined) return { name: serverNameOf(name), network };
  return { name: network === name ? DEFAULT_SERVER_NAME : serverNameOf(network), network };
}

function readListen({ value, tables, lookup, configFile }: Sources): Address[] {
  const repeated = tables.listen;
  const overruled = ["host", "port"].some((name) => (lookup(name)?.from ?? "file") !== "file");
  if (Array.isArray(repeated) && repeated.length > 0 && !overruled) {
    const file = configFile!;
    return repeated.filter(isTable).flatMap((entry) => {
      const port = valueOf("port", findInTable(entry, { path: "listen.port", file }));
      const hosts = valueOf("host", findInTable(entry, { path: "listen.host", file }));
      return hosts.map((host) => ({ host, port }));
    });
  }
  const port = value("port");
  return value("host").map((host) => ({ host, port }));
}

function readTls(sources: Sources, listen: readonly Address[]): TlsOptions | undefined {
  const port = sources.value("tls-port");
  const cert = readPath(sources, "tls-cert");
  const key = readPath(sources, "tls-key");
  const asked = sources.lookup("tls-port") !== undefined;
  if (!asked && cert === undefined && key === undefined) return undefined;
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
  warnIfWorldReadable(sources, { path: key, what: `the TLS private key ${key}` });
  const hosts = [...new Set(listen.map(({ host }) => host))];
  return { listen: hosts.map((host) => ({ host, port })), cert, key };
}

function readWeb(
  { value, lookup }: Sources,
  certificate: TlsOptions | undefined,
): WebOptions | undefined {
  if (!value("web")) return undefined;
  const port = value("web-port");
  return {
    listen: value("web-host").map((host) => ({ host, port })),
    asked: ["web", "web-host", "web-port"].some((name) => lookup(name) !== undefined),
    tls: value("web-tls") && certificate !== undefined,
    origins: value("web-origins"),
    trustedProxies: new AddressRanges(value("web-trusted-proxies")),
  };
}

function readAccess(sources: Sources, tls: TlsOptions | undefined): AccessOptions {
  const { value } = sources;
  const requireAccount = value("require-account");
  if (requireAccount.length > 0 && value("accounts") === "off") {
    throw new UsageError("Cannot require accounts while there are none: set --accounts optional");
  }
  return {
    requireTls: value("require-tls"),
    stsSeconds: tls && readStsSeconds(sources, tls),
    requireAccount,
    trustedProxies: new AddressRanges(value("trusted-proxies")),
  };
}

/**
 * How long clients should insist on TLS. A client that insists also refuses a certificate that it
 * cannot verify, so a certificate that is its own issuer needs the operator's word.
 */
function readStsSeconds(sources: Sources, { cert }: TlsOptions): number | undefined {
  const days = sources.value("sts-days");
  if (days !== undefined) return days * SECONDS_PER_DAY;
  const text = readFileOf(sources, { path: cert, what: `the TLS certificate ${cert}` });
  return isSelfIssued(text) ? undefined : DEFAULT_STS_DAYS * SECONDS_PER_DAY;
}

/** Whether a certificate is its own issuer; true for one that cannot be parsed. */
function isSelfIssued(pem: string): boolean {
  try {
    const { issuer, subject } = new X509Certificate(pem);
    return issuer === subject;
  } catch {
    return true;
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

function readAdmin({ tables, configFile }: Sources): AdminOptions {
  const table = tables.admin;
  if (!isTable(table)) return {};
  const keys = Object.keys(FILE_ONLY_TABLES.admin) as (keyof AdminOptions)[];
  const entries = keys.flatMap((key) => {
    const written = findInTable(table, { path: `admin.${key}`, file: configFile! });
    return written === undefined ? [] : [[key, use(written, FILE_ONLY_TABLES.admin[key])]];
  });
  return Object.fromEntries(entries) as AdminOptions;
}

function readLimits({ lookup }: Sources): Limits {
  const entries = LIMITS.map((row) => {
    const written = lookup(row.key);
    return [row.field, written ? use(written, (value) => readLimit(value, row)) : row.default];
  });
  return Object.fromEntries(entries) as Limits;
}
