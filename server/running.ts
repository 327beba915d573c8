import type { ConsoleTarget } from "./operator/console.ts";
import type { Log } from "./operator/log.ts";
import type { ServerOptions } from "./options/mod.ts";

/** An address that a server really listens on: its port is never 0. */
export interface BoundAddress {
  readonly host: string;
  readonly port: number;
  readonly kind: "irc" | "ircs";
}

/** A server that serves. */
export interface RunningServer {
  readonly addresses: readonly BoundAddress[];
  readonly console: ConsoleTarget;
  /** Tells every client `reason`, flushes and closes; resolves as `closed` does. */
  close(reason: string): Promise<void>;
  /** Resolves when the last socket and the store are closed, for whatever reason. */
  readonly closed: Promise<void>;
}

/** What a server gets from the program around it. */
export interface ServeDependencies {
  readonly log?: Log;
  /** Reads the options again, for REHASH; throws UsageError. */
  readonly reload?: () => { readonly options: ServerOptions; readonly kept: readonly string[] };
}
