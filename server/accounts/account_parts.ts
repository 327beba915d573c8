import type { DatabaseSync } from "node:sqlite";
import type { Journal } from "../journal/journal.ts";
import type { Network } from "../network/network.ts";
import type { Log } from "../operator/log.ts";
import type { ServerOptions } from "../options/mod.ts";

/** The parts of the server that accounts, login tokens and known addresses need. */
export interface AccountParts {
  readonly db: DatabaseSync;
  /** The accounts that exist, without their secrets. */
  readonly network: Network;
  readonly options: () => ServerOptions;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Appends an event to the journal. */
  readonly append: Journal["append"];
  /**
   * Writes what events have changed so far, so that it can be read from the database. Returns false
   * if it cannot be written now.
   */
  readonly writePending: () => boolean;
}
