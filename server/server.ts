import type { Accounts } from "./accounts/accounts.ts";
import type { ServerPasswords } from "./accounts/attempts/server_passwords.ts";
import type { Peers } from "./cluster/peers/mod.ts";
import type { Delivery } from "./delivery/delivery.ts";
import type { History } from "./history/mod.ts";
import type { Network } from "./network/network.ts";
import type { SummedLog } from "./operator/summed_log.ts";
import type { ServerOptions } from "./options/mod.ts";
import type { SessionHost } from "./session/session.ts";
import type { Sessions } from "./session/sessions.ts";
import type { Store } from "./store/mod.ts";

/** The parts of a running server, as they share them. */
export interface Server extends SessionHost {
  /** The current options, which REHASH replaces. */
  options: ServerOptions;
  readonly network: Network;
  readonly sessions: Sessions;
  readonly delivery: Delivery;
  /** The recorded messages and events. */
  readonly history: History;
  /** The database. */
  readonly store: Store;
  readonly accounts: Accounts;
  /** The passwords of the settings. */
  readonly passwords: ServerPasswords;
  /** For warnings that strangers can cause at will. */
  readonly summedLog: SummedLog;
  /** The other nodes of a cluster; undefined for a server that is a network of its own. */
  readonly peers: Peers | undefined;
  /** When it started, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Reads settings and TLS certificate again; returns a sentence about the result. */
  readonly rehash: () => string;
}
