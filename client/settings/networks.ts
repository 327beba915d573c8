import { t } from "../texts/mod.ts";

const DEFAULT_PORT = 6667;
const DEFAULT_TLS_PORT = 6697;
const MAX_PORT = 65_535;

/** A network of the settings file: a table `[networks.NAME]`. */
export interface NetworkSettings {
  readonly name: string;
  /** One or more: `a,b:6668`. */
  readonly host: string;
  /** The port of those that name none; undefined for the usual one. */
  readonly port: number | undefined;
  readonly tls: boolean;
  /** The path of a PEM file with certificates to trust. */
  readonly tlsCa: string | undefined;
  /** The SHA-256 fingerprint of the only certificate to trust, as a person writes it. */
  readonly tlsFingerprint: string | undefined;
  /** Undefined for the nickname of the first network. */
  readonly nickname: string | undefined;
  readonly account: string | undefined;
  /** The only mechanism to log in with, as a person writes it. */
  readonly saslMechanism: string | undefined;
  /** The path of a file whose first line is the password of the account or of the server. */
  readonly passwordFile: string | undefined;
  /** The path of a file whose first line is the password of the server, beside that of an account. */
  readonly serverPasswordFile: string | undefined;
  /** Whether passwords may be sent where others can read them. */
  readonly allowPlaintextPassword: boolean;
  /** As a person writes them: `1` or `#1`. */
  readonly rooms: readonly string[];
  /** Whether to connect to it when the client starts. */
  readonly autoconnect: boolean;
}

/** The table of the settings file that has a table for each network. */
export const NETWORKS_TABLE = "networks";

/** One key of a network's table, for /set and the manual. */
export interface NetworkKey {
  readonly key: string;
  readonly type: "text" | "number" | "switch" | "list";
  readonly default: string;
  /** A key of the translations. */
  readonly description: string;
}

/** The keys of a network's table. */
export const NETWORK_KEYS: readonly NetworkKey[] = [
  {
    key: "host",
    type: "text",
    default: "",
    description: "The server's name or address, or those of several: HOST[:PORT],…",
  },
  {
    key: "port",
    type: "number",
    default: `${DEFAULT_PORT}, with tls ${DEFAULT_TLS_PORT}`,
    description: "Its port",
  },
  { key: "tls", type: "switch", default: "off", description: "Connect with TLS" },
  {
    key: "tls-ca",
    type: "text",
    default: "",
    description: "Also trust the certificates in this PEM file",
  },
  {
    key: "tls-fingerprint",
    type: "text",
    default: "",
    description: "Trust only the certificate with this SHA-256 fingerprint, whoever issued it",
  },
  { key: "nickname", type: "text", default: "", description: "Your name there" },
  { key: "account", type: "text", default: "", description: "Log in to this account" },
  {
    key: "sasl-mechanism",
    type: "text",
    default: "",
    description: "Log in by this mechanism only: SCRAM-SHA-256 or PLAIN",
  },
  {
    key: "password-file",
    type: "text",
    default: "",
    description: "A file whose first line is the password",
  },
  {
    key: "server-password-file",
    type: "text",
    default: "",
    description: "A file whose first line is the server's password, beside that of an account",
  },
  {
    key: "allow-plaintext-password",
    type: "switch",
    default: "off",
    description: "Send passwords also where others can read them, without TLS",
  },
  { key: "rooms", type: "list", default: "", description: "Rooms to enter" },
  {
    key: "autoconnect",
    type: "switch",
    default: "off",
    description: "Connect when the client starts",
  },
];

/** Networks that were read, and what is wrong with others. */
export interface ReadNetworks {
  readonly networks: ReadonlyMap<string, NetworkSettings>;
  readonly problems: readonly { readonly key: string; readonly reason: string }[];
}

/** Reads the table `networks` of a settings file. A network with a wrong value is left out. */
export function readNetworks(tables: unknown): ReadNetworks {
  const networks = new Map<string, NetworkSettings>();
  const problems: { key: string; reason: string }[] = [];
  if (tables === undefined) return { networks, problems };
  if (!isTable(tables)) {
    problems.push({ key: NETWORKS_TABLE, reason: t("it is a table") });
    return { networks, problems };
  }
  for (const [name, table] of Object.entries(tables)) {
    const wrong = isTable(table) ? wrongKey(table) : { key: "", reason: t("it is a table") };
    if (wrong === undefined) networks.set(name, readNetwork(name, table as Table));
    else {
      const key = [NETWORKS_TABLE, name, wrong.key].filter((part) => part !== "").join(".");
      problems.push({ key, reason: wrong.reason });
    }
  }
  return { networks, problems };
}

type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrongKey(table: Table): { key: string; reason: string } | undefined {
  for (const { key, type } of NETWORK_KEYS) {
    const value = table[key];
    if (value === undefined) continue;
    if (type === "switch" && typeof value !== "boolean") {
      return { key, reason: t("it is on or off") };
    }
    if (type === "text" && typeof value !== "string") {
      return { key, reason: t("it is a text of one line") };
    }
    if (type === "number" && !isPort(value)) {
      return { key, reason: t("it is a number from {min} to {max}", { min: 1, max: MAX_PORT }) };
    }
    if (
      type === "list" && !(Array.isArray(value) && value.every((one) => typeof one === "string"))
    ) {
      return { key, reason: t("it is a list of texts") };
    }
  }
  if (table["host"] === undefined || table["host"] === "") {
    return { key: "host", reason: t("a network needs a host") };
  }
  return undefined;
}

function isPort(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_PORT;
}

function readNetwork(name: string, table: Table): NetworkSettings {
  const text = (key: string) => (table[key] as string | undefined) || undefined;
  const tls = table["tls"] === true || text("tls-ca") !== undefined ||
    text("tls-fingerprint") !== undefined;
  return {
    name,
    host: text("host") ?? "",
    port: table["port"] as number | undefined,
    tls,
    tlsCa: text("tls-ca"),
    tlsFingerprint: text("tls-fingerprint"),
    nickname: text("nickname"),
    account: text("account"),
    saslMechanism: text("sasl-mechanism"),
    passwordFile: text("password-file"),
    serverPasswordFile: text("server-password-file"),
    allowPlaintextPassword: table["allow-plaintext-password"] === true,
    rooms: (table["rooms"] as readonly string[] | undefined) ?? [],
    autoconnect: table["autoconnect"] === true,
  };
}
