import type { Accounts } from "./accounts/accounts.ts";
import type { Delivery } from "./delivery/delivery.ts";
import type { History } from "./history/mod.ts";
import type { Network } from "./network/network.ts";
import type { ServerOptions } from "./options/mod.ts";
import type { SessionHost } from "./session/session.ts";
import type { Sessions } from "./session/sessions.ts";
import type { Store } from "./store/mod.ts";

/** What the parts of a running server share. */
export interface Server extends SessionHost {
  /** What REHASH may replace. */
  options: ServerOptions;
  readonly network: Network;
  readonly sessions: Sessions;
  readonly delivery: Delivery;
  /** What was said and what happened. */
  readonly history: History;
  /** What outlives the process. */
  readonly store: Store;
  readonly accounts: Accounts;
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Reads the settings and the TLS certificate again; resolves to a sentence on what came of it. */
  readonly rehash: () => Promise<string>;
}
