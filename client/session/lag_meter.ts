import type { Clock } from "../connection/clock.ts";
import type { LagEvent } from "../events.ts";

/** Milliseconds between two measurements. */
const INTERVAL_MS = 30_000;
const TOKEN_PREFIX = "lag-";

/** Options for {@linkcode LagMeter}. */
export interface LagMeterOptions {
  readonly clock: Clock;
  /** Writes a line to the connection. */
  readonly send: (line: string) => void;
  readonly emit: (event: LagEvent) => void;
  readonly enabled: boolean;
}

/** Measures how long the server takes to answer, with a PING from time to time. */
export class LagMeter {
  readonly #options: LagMeterOptions;
  #count = 0;
  #sentAt: number | undefined;
  #cancel = () => {};

  constructor(options: LagMeterOptions) {
    this.#options = options;
  }

  /** The connection is ready for commands. */
  open(): void {
    if (this.#options.enabled) this.#measure();
  }

  /** The connection is lost. */
  close(): void {
    this.#cancel();
    this.#sentAt = undefined;
  }

  /** Takes the token of a PONG. Returns whether it answers a PING of the meter. */
  pong(token: string): boolean {
    if (!token.startsWith(TOKEN_PREFIX)) return false;
    const { clock, emit } = this.#options;
    const time = clock.now();
    if (token === `${TOKEN_PREFIX}${this.#count}` && this.#sentAt !== undefined) {
      emit({ type: "lag", time, milliseconds: time - this.#sentAt });
      this.#sentAt = undefined;
    }
    return true;
  }

  #measure(): void {
    const { clock, send } = this.#options;
    this.#cancel();
    // A PING without an answer is still measured: its answer may be late.
    if (this.#sentAt === undefined) {
      this.#sentAt = clock.now();
      send(`PING ${TOKEN_PREFIX}${++this.#count}`);
    }
    this.#cancel = clock.after(INTERVAL_MS, () => this.#measure());
  }
}
