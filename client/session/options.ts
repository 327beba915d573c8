import type { BackoffOptions } from "../connection/backoff.ts";
import type { Clock } from "../connection/clock.ts";
import type { Connect } from "../connection/connection.ts";
import type { ClientEvent } from "../events.ts";
import type { Entry } from "../sending/outbox.ts";

/** An account and its password. */
export interface AccountLogin {
  readonly name: string;
  readonly password: string;
}

/** Options for a session. */
export interface SessionOptions {
  readonly connect: Connect;
  /** Where that is, for people: `127.0.0.1:6667`. */
  readonly address: string;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly backoff: BackoffOptions;
  /** Undefined for a guest, who is named after the local port. */
  readonly nick: string | undefined;
  readonly realname: string | undefined;
  readonly account: AccountLogin | undefined;
  readonly serverPassword: string | undefined;
  /** Channels to enter first, as on the wire: `#1`. */
  readonly rooms: readonly string[];
  /** Messages shown on entering a room, where the server keeps some; 0 for none. */
  readonly historyLines: number;
  /** Whether to show at first what people said to our account and nobody has read. */
  readonly showUnread: boolean;
  /** What CTCP VERSION is answered with. */
  readonly version: string;
  readonly emit: (event: ClientEvent) => void;
  /** Asks the person for another name; undefined answers give up. Absent: nobody to ask. */
  readonly askName?: (taken: string) => Promise<string | undefined>;
  /** Waits until what was emitted has been taken: what comes is read no faster. */
  readonly flush?: () => Promise<void>;
}

/** How a session came to its end. */
export type SessionEnd =
  /** We left; `unsent` are lines that never were confirmed. */
  | { readonly type: "left"; readonly unsent: readonly Entry[] }
  | { readonly type: "cannot-connect"; readonly reason: string }
  | {
    readonly type: "name-taken" | "name-refused" | "wrong-password" | "refused";
    readonly nick: string;
    readonly reason: string;
  }
  /** Connected once, lost, and not to be had again in time. */
  | { readonly type: "gave-up"; readonly reason: string; readonly unsent: readonly Entry[] };
