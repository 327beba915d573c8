import { formatMessage } from "../../protocol/message.ts";
import type { Clock } from "../connection/clock.ts";

/** Milliseconds that the server has to close the connection after our QUIT. */
const QUIT_TIMEOUT_MS = 2_000;
/** Milliseconds that a client whose input has ended tries to connect again before it gives up. */
const RECONNECT_TIMEOUT_MS = 300_000;
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
  readonly send: (line: string) => void;
  /** Ends the connection for good. */
  readonly close: () => void;
}

/** How a session ends: when everything typed is delivered, or now. */
export class Departure {
  readonly #options: DepartureOptions;
  #finishing: string | undefined;
  #isLeaving = false;

  constructor(options: DepartureOptions) {
    this.#options = options;
  }

  /** Whether our QUIT was sent, or there was no connection to send it over. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** Whether to try to connect again, for so many milliseconds since the connection was lost. */
  mayRetry(lostMs: number): boolean {
    return this.#finishing === undefined || lostMs < RECONNECT_TIMEOUT_MS;
  }

  /** Leaves when everything typed is delivered. */
  finish(reason = DEFAULT_REASON): void {
    this.#finishing = reason;
    this.leaveWhenDone();
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
    clock.after(QUIT_TIMEOUT_MS, close);
  }
}
