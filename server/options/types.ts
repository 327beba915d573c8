import type { Address } from "../../protocol/address.ts";
import type { Limits } from "./limits.ts";

/** TLS listeners and the PEM files they use. */
export interface TlsOptions {
  readonly listen: readonly Address[];
  /** Path of the certificate chain, PEM. */
  readonly cert: string;
  /** Path of the private key, PEM. */
  readonly key: string;
}

/** Somebody who may use OPER. */
export interface OperatorOptions {
  readonly name: string;
  readonly password: string;
}

/** What ADMIN answers. */
export interface AdminOptions {
  readonly location?: string;
  readonly description?: string;
  readonly email?: string;
}

export type LogLevel = "error" | "warn" | "info" | "debug";
export type LogFormat = "text" | "json";

export type AccountsMode = "required" | "optional" | "off";

export interface AccountsOptions {
  /** `required`: one logs in before entering; `off`: there are no accounts. */
  readonly mode: AccountsMode;
  /** Whether an account can be registered before the connection is. */
  readonly registerBeforeConnect: boolean;
  /** Whether registering needs an address, which is then verified. */
  readonly requireEmail: boolean;
}

export interface HistoryOptions {
  /** Age in days after which messages are removed; 0 keeps them. */
  readonly retentionDays: number;
  /** Messages kept in each room; 0 keeps all. */
  readonly maxPerChannel: number;
  /** Last messages shown on joining to a client that cannot ask for history; 0 for none. */
  readonly autoReplay: number;
  /** Whether direct messages are kept as well. */
  readonly directMessages: boolean;
}

/** Everything `serve` needs to know, valid and complete. */
export interface ServerOptions {
  /** This server's name on the wire; it has a dot in it and no space. */
  readonly name: string;
  /** The network's name, for people and for `NETWORK=`; it may hold spaces. */
  readonly network: string;
  /** Where to listen; port 0 lets the system pick a free one. */
  readonly listen: readonly Address[];
  readonly tls?: TlsOptions;
  /** Lines of the message of the day; none means that there is no message. */
  readonly motd: readonly string[];
  /** The file that `motd` was read from, read again by REHASH. */
  readonly motdFile?: string;
  /** What PASS has to say to enter. */
  readonly password?: string;
  readonly operators: readonly OperatorOptions[];
  readonly admin: AdminOptions;
  readonly limits: Limits;
  readonly log: { readonly level: LogLevel; readonly format: LogFormat };
  /** Folder of the database, or `:memory:`. */
  readonly data: string;
  /** Whether what was acknowledged also survives a loss of power. */
  readonly fsync: boolean;
  readonly accounts: AccountsOptions;
  readonly history: HistoryOptions;
  /** The settings file that was read, if any. */
  readonly configFile?: string;
}

/** The operator asked for something that cannot be; the text says what to change. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly exitCode = 2;
}
