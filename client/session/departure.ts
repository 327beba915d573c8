import { formatMessage } from "../../protocol/message.ts";
import type { Clock } from "../connection/clock.ts";
import type { OutboxEntry } from "../sending/outbox.ts";
import { t } from "../texts/mod.ts";
import type { SessionEnd } from "./options.ts";

/** Milliseconds that the server has to close the connection after our QUIT. */
const QUIT_TIMEOUT_MS = 2_000;
/** Milliseconds that a client whose input has ended tries to connect again before it gives up. */
const RECONNECT_TIMEOUT_MS = 300_000;
/** Milliseconds that a server may take to confirm a line when everything is typed. */
const CONFIRM_TIMEOUT_MS = 60_000;
const DEFAULT_REASON = "Leaving";

/** Options for {@linkcode Departure}. */
export interface DepartureOptions {
  readonly clock: Clock;
  /** Whether there is a connection, ready or not. */
  readonly isConnected: () => boolean;
  /** Whether the connection is ready and every line is delivered. */
  readonly isDone: () => boolean;
  /** Called when everything is delivered; what it sends is waited for. */
  readonly beforeLeaving: () => void;
  /** Shows the person what is wrong. */
  readonly problem: (reason: string) => void;
  readonly send: (line: string) => void;
  /** Asks whether to connect again after an operator has disconnected us. */
  readonly askAgain: ((what: string) => Promise<boolean>) | undefined;
  /** Ends this connection. */
  readonly drop: (reason: string) => void;
  /** Ends the connection for good. */
  readonly close: (reason?: string) => void;
}

/** How a session ends: when everything typed is delivered, now, or because it gives up. */
export class Departure {
  readonly #options: DepartureOptions;
  #finishing: string | undefined;
  #isLeaving = false;
  #gaveUp = false;
  /** The person's answer after an operator has disconnected us. */
  #again: Promise<boolean> | undefined;
  /** When the server confirmed a line, after everything was typed. */
  #progressAt = 0;
  /** Why the last connection, or attempt to connect, ended. */
  #reason = "";
  /** When the connection was lost; failed attempts do not change it. Undefined while online. */
  #lostAt: number | undefined;

  constructor(options: DepartureOptions) {
    this.#options = options;
  }

  /** Whether our QUIT was sent, or there was no connection to send it over. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** Why the last connection, or attempt to connect, ended. */
  get reason(): string {
    return this.#reason;
  }

  /** The connection is ready for commands. */
  online(): void {
    this.#lostAt = undefined;
  }

  /** The connection is lost. Returns whether to connect again, if such a one `isKept` at all. */
  lost(reason: string, { isKept }: { readonly isKept: boolean }): boolean {
    const now = this.#options.clock.now();
    this.#reason = reason;
    this.#lostAt ??= now;
    const isInTime = this.#finishing === undefined || now - this.#lostAt < RECONNECT_TIMEOUT_MS;
    this.#gaveUp ||= !isKept || !isInTime;
    return !this.#gaveUp;
  }

  /** An operator has disconnected us: the person is asked whether to connect again. */
  removed({ by, reason }: { readonly by: string; readonly reason: string }): void {
    const { askAgain, drop, close } = this.#options;
    const what = t("{by} removed you from the server: {reason}", {
      by: by || t("An operator"),
      reason,
    });
    this.#reason = what;
    if (askAgain !== undefined && this.#finishing === undefined) {
      this.#again ??= askAgain(what);
      return drop(what);
    }
    this.#gaveUp = true;
    close(what);
  }

  /** Whether the person wants to connect again; undefined if nobody has removed us. */
  async connectsAgain(): Promise<boolean | undefined> {
    const answer = this.#again;
    this.#again = undefined;
    if (answer === undefined) return undefined;
    const again = await answer;
    this.#gaveUp = !again;
    return again && !this.#isLeaving;
  }

  /** How the session has ended; `wasReady` if there ever was a connection. */
  end(unsent: readonly OutboxEntry[], { wasReady }: { readonly wasReady: boolean }): SessionEnd {
    if (!this.#gaveUp) return { type: "left", unsent };
    const reason = this.#reason;
    return wasReady ? { type: "gave-up", reason, unsent } : { type: "cannot-connect", reason };
  }

  /** Leaves when everything typed is delivered. */
  finish(reason = DEFAULT_REASON): void {
    this.#finishing = reason;
    this.leaveWhenDone();
    this.#progressAt = this.#options.clock.now();
    this.#watch();
  }

  /** The server has confirmed or refused a line. */
  progress(): void {
    this.#progressAt = this.#options.clock.now();
    this.leaveWhenDone();
  }

  /** Ends the waiting for a server that confirms nothing. */
  #watch(): void {
    const { clock, isConnected, problem } = this.#options;
    if (this.#isLeaving) return;
    if (!isConnected()) this.#progressAt = clock.now();
    else if (clock.now() - this.#progressAt >= CONFIRM_TIMEOUT_MS) {
      const count = CONFIRM_TIMEOUT_MS / 1000;
      problem(t("The server has confirmed nothing for {count} seconds", { count }));
      return this.leave(this.#finishing);
    }
    clock.after(CONFIRM_TIMEOUT_MS / 6, () => this.#watch());
  }

  /** Something was delivered: leaves if that was asked for and nothing is left to be delivered. */
  leaveWhenDone(): void {
    const { isDone, beforeLeaving } = this.#options;
    if (this.#finishing === undefined || this.#isLeaving || !isDone()) return;
    beforeLeaving();
    if (isDone()) this.leave(this.#finishing);
  }

  /** Leaves now. */
  leave(reason = DEFAULT_REASON): void {
    const { isConnected, send, close, clock } = this.#options;
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    if (!isConnected()) return close();
    send(formatMessage({ command: "QUIT", params: [reason] }));
    clock.after(QUIT_TIMEOUT_MS, () => close());
  }
}
