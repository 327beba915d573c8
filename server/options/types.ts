import type { Address } from "../../protocol/address.ts";
import type { AddressRanges } from "../io/address_ranges.ts";
import type { Limits } from "./limits.ts";

/** TLS listeners and the PEM files they use. */
export interface TlsOptions {
  readonly listen: readonly Address[];
  /** Path of the certificate chain, PEM. */
  readonly cert: string;
  /** Path of the private key, PEM. */
  readonly key: string;
}

/** The page for browsers, and IRC over WebSocket. */
export interface WebOptions {
  readonly listen: readonly Address[];
  /** Whether the operator chose these addresses; the server starts without others that are in use. */
  readonly asked: boolean;
  /** Whether the server's certificate is used. */
  readonly tls: boolean;
  /** Origins of other web clients that may connect; `*` for all. */
  readonly origins: readonly string[];
  /** Proxies whose word about a client's address is taken. */
  readonly trustedProxies: AddressRanges;
}

/** Somebody who may use OPER. */
export interface OperatorOptions {
  readonly name: string;
  readonly password: string;
}

/** The answer to ADMIN. */
export interface AdminOptions {
  readonly location?: string;
  readonly description?: string;
  readonly email?: string;
}

export type LogLevel = "error" | "warn" | "info" | "debug";
export type LogFormat = "text" | "json";

export type AccountsMode = "required" | "optional" | "off";

export interface AccountsOptions {
  /** `required`: people log in to enter; `off`: there are no accounts. */
  readonly mode: AccountsMode;
  /** Whether people can register an account before they enter. */
  readonly registerBeforeConnect: boolean;
  /** Whether registering an account needs an e-mail address, which is then verified. */
  readonly requireEmail: boolean;
  /** Days after which a login token that is not used expires; 0 for never. */
  readonly loginTokenDays: number;
  /** Names that nobody can use, beside those of services, the server and the network. */
  readonly reservedNames: readonly string[];
}

export interface HistoryOptions {
  /** Age in days after which messages are removed; 0 keeps them. */
  readonly retentionDays: number;
  /** Messages kept in each room; 0 keeps all. */
  readonly maxPerChannel: number;
  /** Latest messages sent on joining to a client that cannot ask for history; 0 for none. */
  readonly autoReplay: number;
  /** Whether direct messages are kept as well. */
  readonly directMessages: boolean;
}

/** The listeners of a server, by how clients connect. */
export type ListenerKind = "plain" | "tls" | "web";

/** Who may connect, by listener. */
export interface AccessOptions {
  /** Whether connections without TLS are refused, except from this machine. */
  readonly requireTls: boolean;
  /** For how long clients are told to connect only with TLS, in seconds; undefined if they are not. */
  readonly stsSeconds: number | undefined;
  /** The listeners where people log in to enter. */
  readonly requireAccount: readonly ListenerKind[];
  /** Proxies that begin each connection with a PROXY header; not for the page. */
  readonly trustedProxies: AddressRanges;
}

/** How a server is a node of a network on several machines. */
export interface ClusterOptions {
  /** Addresses of NATS servers. */
  readonly servers: readonly string[];
  /** The name of this node. */
  readonly node: string;
  /** The name of the network in NATS. */
  readonly network: string;
  /** How many NATS servers keep the stream. */
  readonly replicas: number;
  /** Days for which NATS keeps the log; 0 for ever. */
  readonly logDays: number;
  /** The text of a credentials file of NATS. */
  readonly credentials?: string;
  /** The certificate of the issuer of the NATS servers' certificates, PEM. */
  readonly ca?: string;
}

/** Everything `serve` needs to know, valid and complete. */
export interface ServerOptions {
  /** This server's name on the wire; it has a dot in it and no space. */
  readonly name: string;
  /** The network's name, for people and for `NETWORK=`; it may contain spaces. */
  readonly network: string;
  /** Where to listen; port 0 lets the system pick a free one. */
  readonly listen: readonly Address[];
  readonly tls?: TlsOptions;
  readonly web?: WebOptions;
  readonly access: AccessOptions;
  /** Lines of the message of the day; empty if there is none. */
  readonly motd: readonly string[];
  /** The file that `motd` was read from, read again by REHASH. */
  readonly motdFile?: string;
  /** The password that PASS has to give to enter. */
  readonly password?: string;
  readonly operators: readonly OperatorOptions[];
  readonly admin: AdminOptions;
  readonly limits: Limits;
  readonly log: { readonly level: LogLevel; readonly format: LogFormat };
  /** Folder of the database, or `:memory:`. */
  readonly data: string;
  /** Whether committed events survive a power failure. */
  readonly fsync: boolean;
  readonly accounts: AccountsOptions;
  readonly history: HistoryOptions;
  /** Undefined for a server that is a network of its own. */
  readonly cluster?: ClusterOptions;
  /** The settings file that was read, if any. */
  readonly configFile?: string;
}

/** What options are read from, beside the command line. */
export interface OptionsEnvironment {
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a text file; throws Deno.errors.NotFound and the like. */
  readonly readFile: (path: string) => string;
  /** Whether everybody on this machine may read the file. */
  readonly isWorldReadable: (path: string) => boolean;
  /** The data folder if no other is set. */
  readonly dataFolder: string;
  /** Shows the operator a line about something unwise. */
  readonly warn: (text: string) => void;
}

/** The operator asked for something impossible; the text says what to change. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly exitCode = 2;
}
