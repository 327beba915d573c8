import {
  listOf,
  oneOf,
  readBoolean,
  readCount,
  readHosts,
  readNames,
  readNetworks,
  readOrigins,
  readPort,
  readSecret,
  readText,
  readWord,
} from "./values.ts";

/** One thing that can be set, other than a limit. */
export interface Setting {
  /** Name as a flag; upper-cased, with `CHAT_` before it, as a variable. */
  readonly name: string;
  /** Key in a settings file: `[section] key`, or at the top if there is no section. */
  readonly file?: { readonly section?: string; readonly key: string };
  /** What follows the flag in the help; absent for a flag without a value. */
  readonly value?: string;
  /** Whether it is a variable and a key only, since others can read a command line. */
  readonly secret?: true;
  /** Whether it is a flag only. */
  readonly flagOnly?: true;
  /** Checks and converts a written value. Throws a TypeError that says what is expected. */
  readonly read: (value: unknown) => unknown;
  /** The value if nothing is written; absent if there is none. */
  readonly default?: unknown;
  /** What the help adds to the default. */
  readonly note?: string;
  readonly purpose: string;
  readonly group: SettingGroup;
}

export type SettingGroup =
  | "Listening"
  | "Web"
  | "Network"
  | "Accounts and history"
  | "Log and settings";

/** Every setting of `chat serve`, limits aside. */
export const SETTINGS = [
  {
    name: "host",
    file: { section: "listen", key: "host" },
    value: "ADDRESS",
    read: readHosts,
    default: ["127.0.0.1"],
    purpose:
      "address to listen on, may be repeated; 0.0.0.0 or, with IPv6, :: for every one of this machine",
    group: "Listening",
  },
  {
    name: "port",
    file: { section: "listen", key: "port" },
    value: "PORT",
    read: readPort,
    default: 6667,
    purpose: "port to listen on; 0 picks a free one",
    group: "Listening",
  },
  {
    name: "plain",
    file: { section: "access", key: "plain" },
    read: readBoolean,
    default: true,
    purpose: "listen without TLS, too; --no-plain leaves only TLS and the page",
    group: "Listening",
  },
  {
    name: "tls-port",
    file: { section: "tls", key: "port" },
    value: "PORT",
    read: readPort,
    default: 6697,
    note: "with a certificate",
    purpose: "port to listen on with TLS",
    group: "Listening",
  },
  {
    name: "tls-cert",
    file: { section: "tls", key: "cert" },
    value: "FILE",
    read: readText,
    purpose: "certificate chain for TLS, PEM",
    group: "Listening",
  },
  {
    name: "tls-key",
    file: { section: "tls", key: "key" },
    value: "FILE",
    read: readText,
    purpose: "private key of that certificate, PEM",
    group: "Listening",
  },
  {
    name: "sts-days",
    file: { section: "tls", key: "sts-days" },
    value: "DAYS",
    read: readCount,
    note: "30, or not with a certificate that is its own issuer",
    purpose: "days for which clients are told to connect only with TLS; 0 takes that back",
    group: "Listening",
  },
  {
    name: "require-tls",
    file: { section: "access", key: "require-tls" },
    read: readBoolean,
    default: false,
    purpose: "refuse connections without TLS, except from this machine",
    group: "Listening",
  },
  {
    name: "require-account",
    file: { section: "access", key: "require-account" },
    value: "LIST",
    read: listOf("plain", "tls", "web"),
    default: [],
    purpose: "where people log in to enter: plain (no TLS), tls, web",
    group: "Listening",
  },
  {
    name: "trusted-proxies",
    file: { section: "access", key: "trusted-proxies" },
    value: "LIST",
    read: readNetworks,
    default: [],
    purpose: "proxies that begin each connection with a PROXY header, like 10.0.0.0/8",
    group: "Listening",
  },
  {
    name: "web",
    file: { section: "web", key: "enabled" },
    read: readBoolean,
    default: true,
    purpose: "serve the page for browsers, and IRC over WebSocket",
    group: "Web",
  },
  {
    name: "web-host",
    file: { section: "web", key: "host" },
    value: "ADDRESS",
    read: readHosts,
    default: ["127.0.0.1"],
    purpose: "address of the page, may be repeated",
    group: "Web",
  },
  {
    name: "web-port",
    file: { section: "web", key: "port" },
    value: "PORT",
    read: readPort,
    default: 8067,
    purpose: "port of the page; 0 picks a free one",
    group: "Web",
  },
  {
    name: "web-tls",
    file: { section: "web", key: "tls" },
    read: readBoolean,
    default: true,
    note: "with a certificate",
    purpose: "serve the page by HTTPS",
    group: "Web",
  },
  {
    name: "web-origins",
    file: { section: "web", key: "origins" },
    value: "LIST",
    read: readOrigins,
    default: [],
    purpose: "other web clients that may connect, like https://chat.example.org; * for all",
    group: "Web",
  },
  {
    name: "web-trusted-proxies",
    file: { section: "web", key: "trusted-proxies" },
    value: "LIST",
    read: readNetworks,
    default: [],
    purpose: "reverse proxies whose word about a client's address is taken, like 10.0.0.0/8",
    group: "Web",
  },
  {
    name: "name",
    file: { key: "name" },
    value: "NETWORK",
    read: readText,
    default: "chat",
    purpose: "the network's name; with a dot in it, the server's name as well",
    group: "Network",
  },
  {
    name: "network",
    file: { key: "network" },
    value: "NETWORK",
    read: readText,
    note: "as --name",
    purpose: "the network's name if it differs from --name",
    group: "Network",
  },
  {
    name: "motd",
    file: { key: "motd" },
    value: "FILE",
    read: readText,
    purpose: "message shown to everybody on entering; a settings file may contain the text itself",
    group: "Network",
  },
  {
    name: "password-file",
    file: { key: "password-file" },
    value: "FILE",
    read: readText,
    purpose: "file with the password needed to enter; only its first line is used",
    group: "Network",
  },
  {
    name: "password",
    file: { key: "password" },
    secret: true,
    read: readSecret,
    purpose: "the password itself, as CHAT_PASSWORD or in a settings file, never as a flag",
    group: "Network",
  },
  {
    name: "accounts",
    file: { section: "accounts", key: "mode" },
    value: "MODE",
    read: oneOf("required", "optional", "off"),
    default: "optional",
    purpose: "required: people log in to enter; optional: they may; off: there are no accounts",
    group: "Accounts and history",
  },
  {
    name: "register-before-connect",
    file: { section: "accounts", key: "register-before-connect" },
    read: readBoolean,
    default: true,
    purpose: "let people register an account before they enter",
    group: "Accounts and history",
  },
  {
    name: "require-email",
    file: { section: "accounts", key: "require-email" },
    read: readBoolean,
    default: false,
    purpose: "require an e-mail address to register an account, and verify it",
    group: "Accounts and history",
  },
  {
    name: "login-token-days",
    file: { section: "accounts", key: "login-token-days" },
    value: "DAYS",
    read: readCount,
    default: 90,
    purpose: "days without use after which a login token expires; 0 for never",
    group: "Accounts and history",
  },
  {
    name: "reserved-names",
    file: { section: "accounts", key: "reserved-names" },
    value: "LIST",
    read: readNames,
    default: [
      "Global",
      "OperServ",
      "HostServ",
      "MemoServ",
      "BotServ",
      "StatServ",
      "InfoServ",
      "HelpServ",
      "SaslServ",
      "Services",
      "Server",
    ],
    purpose: "nicknames that nobody can use, nor any that looks like one; services are always so",
    group: "Accounts and history",
  },
  {
    name: "data",
    file: { key: "data" },
    value: "DIR",
    read: readText,
    note: "this system's data folder",
    purpose: "folder for accounts and history; :memory: keeps nothing",
    group: "Accounts and history",
  },
  {
    name: "fsync",
    file: { key: "fsync" },
    read: readBoolean,
    default: false,
    purpose: "write to the disk before answering, so that a power failure loses nothing",
    group: "Accounts and history",
  },
  {
    name: "retention-days",
    file: { section: "history", key: "retention-days" },
    value: "DAYS",
    read: readCount,
    default: 0,
    note: "no limit",
    purpose: "days for which messages are kept",
    group: "Accounts and history",
  },
  {
    name: "max-per-channel",
    file: { section: "history", key: "max-per-channel" },
    value: "COUNT",
    read: readCount,
    default: 0,
    note: "no limit",
    purpose: "messages kept in each room",
    group: "Accounts and history",
  },
  {
    name: "auto-replay",
    file: { section: "history", key: "auto-replay" },
    value: "COUNT",
    read: readCount,
    default: 20,
    purpose: "latest messages of a room, sent on joining to clients that cannot ask for them",
    group: "Accounts and history",
  },
  {
    name: "direct-messages",
    file: { section: "history", key: "direct-messages" },
    read: readBoolean,
    default: true,
    purpose: "keep direct messages in the history as well",
    group: "Accounts and history",
  },
  {
    name: "log-level",
    file: { section: "log", key: "level" },
    value: "LEVEL",
    read: oneOf("error", "warn", "info", "debug"),
    default: "info",
    purpose: "error, warn, info or debug",
    group: "Log and settings",
  },
  {
    name: "log-format",
    file: { section: "log", key: "format" },
    value: "FORMAT",
    read: oneOf("text", "json"),
    default: "text",
    purpose: "text, or json with one object per line",
    group: "Log and settings",
  },
  {
    name: "config",
    value: "FILE",
    read: readText,
    default: "chat.toml",
    note: "if it is there",
    purpose: "settings file",
    group: "Log and settings",
  },
  {
    name: "debug",
    flagOnly: true,
    read: readBoolean,
    purpose: "show a stack trace when the program fails",
    group: "Log and settings",
  },
  {
    name: "help",
    flagOnly: true,
    read: readBoolean,
    purpose: "show this help",
    group: "Log and settings",
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof SETTINGS)[number]["name"];

type SettingRow<Name extends SettingName> = Extract<(typeof SETTINGS)[number], { name: Name }>;

/** The value of a setting: what its `read` returns or its `default`. */
export type SettingValue<Name extends SettingName> =
  | ReturnType<SettingRow<Name>["read"]>
  | (SettingRow<Name> extends { readonly default: infer Default } ? Default : undefined);

/** Tables of the settings file that have no flags, with the reader of each key. */
export const FILE_ONLY_TABLES = {
  admin: { location: readText, description: readText, email: readText },
  operator: { name: readWord, password: readSecret, "password-file": readText },
} as const;

const BY_NAME: ReadonlyMap<string, Setting> = new Map(SETTINGS.map((row) => [row.name, row]));

/** The row of a setting; undefined for another name. */
export function findSetting(name: string): Setting | undefined {
  return BY_NAME.get(name);
}

/** The variable that stands for a flag: `tls-port` → `CHAT_TLS_PORT`. */
export function variableOf(name: string): string {
  return `CHAT_${name.toUpperCase().replaceAll("-", "_")}`;
}
