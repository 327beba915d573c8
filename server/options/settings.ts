/** One thing that can be set, other than a limit. */
export interface Setting {
  /** Name as a flag; upper-cased, with `CHAT_` before it, as a variable. */
  readonly name: string;
  /** Where it stands in a settings file: `[section] key`, the top when there is no section. */
  readonly file?: { readonly section?: string; readonly key: string };
  /** What follows the flag in the help; none for a flag that stands alone. */
  readonly value?: string;
  /** Whether it is a variable and a key only, since others can read a command line. */
  readonly secret?: true;
  /** What holds when it is not set, as the help says it. */
  readonly otherwise?: string;
  readonly purpose: string;
  readonly group: SettingGroup;
}

export type SettingGroup = "Listening" | "Network" | "Records" | "Log and settings";

/** Everything `chat serve` can be told, limits aside. */
export const SETTINGS = [
  {
    name: "host",
    file: { section: "listen", key: "host" },
    value: "ADDRESS",
    otherwise: "127.0.0.1",
    purpose: "address to listen on, may be repeated; 0.0.0.0 and :: are all of this machine's",
    group: "Listening",
  },
  {
    name: "port",
    file: { section: "listen", key: "port" },
    value: "PORT",
    otherwise: "6667",
    purpose: "port to listen on; 0 picks a free one",
    group: "Listening",
  },
  {
    name: "tls-port",
    file: { section: "tls", key: "port" },
    value: "PORT",
    otherwise: "6697 with a certificate",
    purpose: "port to listen on with TLS",
    group: "Listening",
  },
  {
    name: "tls-cert",
    file: { section: "tls", key: "cert" },
    value: "FILE",
    purpose: "certificate chain for TLS, PEM",
    group: "Listening",
  },
  {
    name: "tls-key",
    file: { section: "tls", key: "key" },
    value: "FILE",
    purpose: "its private key, PEM",
    group: "Listening",
  },
  {
    name: "name",
    file: { key: "name" },
    value: "NETWORK",
    otherwise: "chat",
    purpose: "the network's name; with a dot in it, or in a settings file, this server's",
    group: "Network",
  },
  {
    name: "network",
    file: { key: "network" },
    value: "NETWORK",
    otherwise: "as --name",
    purpose: "the network's name where it is not the server's",
    group: "Network",
  },
  {
    name: "motd",
    file: { key: "motd" },
    value: "FILE",
    purpose: "message shown to everybody on entering; a settings file may hold the text itself",
    group: "Network",
  },
  {
    name: "password-file",
    file: { key: "password-file" },
    value: "FILE",
    purpose: "file whose first line is the password needed to enter",
    group: "Network",
  },
  {
    name: "password",
    file: { key: "password" },
    secret: true,
    purpose: "the password itself, as CHAT_PASSWORD or in a settings file, never as a flag",
    group: "Network",
  },
  {
    name: "accounts",
    file: { section: "accounts", key: "mode" },
    value: "MODE",
    otherwise: "optional",
    purpose: "required: one logs in to enter; optional; off: there are no accounts",
    group: "Records",
  },
  {
    name: "register-before-connect",
    file: { section: "accounts", key: "register-before-connect" },
    otherwise: "on",
    purpose: "let people register an account before they enter",
    group: "Records",
  },
  {
    name: "require-email",
    file: { section: "accounts", key: "require-email" },
    otherwise: "off",
    purpose: "ask for an address when an account is registered, and verify it",
    group: "Records",
  },
  {
    name: "data",
    file: { key: "data" },
    value: "DIR",
    otherwise: "this system's data folder",
    purpose: "folder of accounts and history; :memory: keeps nothing",
    group: "Records",
  },
  {
    name: "fsync",
    file: { key: "fsync" },
    otherwise: "off",
    purpose: "write to the disk itself before answering, to survive a loss of power",
    group: "Records",
  },
  {
    name: "retention-days",
    file: { section: "history", key: "retention-days" },
    value: "DAYS",
    otherwise: "0, for ever",
    purpose: "days for which what was said is kept",
    group: "Records",
  },
  {
    name: "max-per-channel",
    file: { section: "history", key: "max-per-channel" },
    value: "COUNT",
    otherwise: "0, all",
    purpose: "messages kept of each room",
    group: "Records",
  },
  {
    name: "auto-replay",
    file: { section: "history", key: "auto-replay" },
    value: "COUNT",
    otherwise: "20",
    purpose: "last messages of a room shown on joining, to clients that cannot ask for them",
    group: "Records",
  },
  {
    name: "direct-messages",
    file: { section: "history", key: "direct-messages" },
    otherwise: "on",
    purpose: "keep direct messages as well",
    group: "Records",
  },
  {
    name: "log-level",
    file: { section: "log", key: "level" },
    value: "LEVEL",
    otherwise: "info",
    purpose: "error, warn, info or debug",
    group: "Log and settings",
  },
  {
    name: "log-format",
    file: { section: "log", key: "format" },
    value: "FORMAT",
    otherwise: "text",
    purpose: "text or json, one object a line",
    group: "Log and settings",
  },
  {
    name: "config",
    value: "FILE",
    otherwise: "chat.toml, if it is there",
    purpose: "settings file",
    group: "Log and settings",
  },
  {
    name: "debug",
    purpose: "show where in the program an error arose",
    group: "Log and settings",
  },
  {
    name: "help",
    purpose: "show this",
    group: "Log and settings",
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof SETTINGS)[number]["name"];

/** Tables of the settings file that hold no flags. */
export const FILE_ONLY_TABLES = {
  admin: ["location", "description", "email"],
  operator: ["name", "password", "password-file"],
} as const;

/** The variable that stands for a flag: `tls-port` → `CHAT_TLS_PORT`. */
export function variableOf(name: string): string {
  return `CHAT_${name.toUpperCase().replaceAll("-", "_")}`;
}
