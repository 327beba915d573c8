import type { ConsoleTarget } from "./operator/console.ts";
import type { Log } from "./operator/log.ts";
import type { ServerOptions } from "./options/mod.ts";

/** An address that a server listens on; its port is never 0. */
export interface BoundAddress {
  readonly host: string;
  readonly port: number;
  readonly kind: "irc" | "ircs" | "http" | "https";
}

/** A server that is running. */
export interface RunningServer {
  readonly addresses: readonly BoundAddress[];
  readonly console: ConsoleTarget;
  /** Ends all sessions with `reason` and closes the server; resolves when `closed` does. */
  close(reason: string): Promise<void>;
  /**
   * Resolves when all sockets and the database are closed, to the error for the operator if the
   * server cannot go on.
   */
  readonly closed: Promise<Error | undefined>;
}

/** The parts of a server that the program may supply. */
export interface ServeDependencies {
  readonly log?: Log;
  /** The folder of the page for browsers, as a URL that ends with a slash. */
  readonly pageFolder?: URL;
  /** Reads the options again, for REHASH; throws UsageError. */
  readonly reload?: () => { readonly options: ServerOptions; readonly kept: readonly string[] };
}
