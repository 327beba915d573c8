import { formatAddress } from "../../protocol/address.ts";
import type { Clock } from "./clock.ts";
import type { Connect, ServerAddress } from "./connection.ts";
import type { StrictTransport } from "./strict_transport.ts";

/**
 * Milliseconds that a connection has to hold before its end counts as new. One that ends sooner
 * counts as a failed attempt, so that servers which let us in and drop us are not tried in a circle
 * without a pause.
 */
const STEADY_MS = 10_000;

/**
 * The servers of one network, of which one is used at a time. When it is lost or refuses, the next
 * one is its turn. After a round of all of them, the one that worked last is the first again.
 */
export class Servers {
  readonly #servers: readonly StrictTransport[];
  readonly #clock: Pick<Clock, "now">;
  #current = 0;
  #lastGood = 0;
  /** The servers of this round that were tried, with the current one. */
  #tried = 1;
  /** When the current server has registered us; undefined if it has not. */
  #settledAt: number | undefined;

  /** At least one server. */
  constructor(servers: readonly StrictTransport[], clock: Pick<Clock, "now">) {
    this.#servers = servers;
    this.#clock = clock;
  }

  /** The address of this connection, or of the next one. */
  get address(): ServerAddress {
    return this.#server.address;
  }

  /** The address as a text, if there is more than one server; otherwise undefined. */
  get chosen(): string | undefined {
    return this.#servers.length > 1 ? formatAddress(this.address) : undefined;
  }

  /** Whether a server is left in this round. */
  get hasNext(): boolean {
    return this.#servers.length > 1 && (this.#isSteady || this.#tried < this.#servers.length);
  }

  /** Connects to the current server. */
  readonly connect: Connect = () => this.#server.connect();

  /** Takes the value of the capability `sts` of the current server. */
  take(value: string): "stay" | "upgrade" {
    return this.#server.take(value);
  }

  /** The current server has registered us. */
  settled(): void {
    this.#settledAt = this.#clock.now();
    this.#lastGood = this.#current;
  }

  /** The connection is closed. */
  closed(): void {
    this.#server.closed();
    if (this.#isSteady) this.#tried = 1;
    this.#settledAt = undefined;
  }

  /** Turns to the next server of the round. Returns false, and begins a new round, if none is left. */
  next(): boolean {
    const hasNext = this.hasNext;
    this.#tried = hasNext ? this.#tried + 1 : 1;
    this.#current = hasNext ? (this.#current + 1) % this.#servers.length : this.#lastGood;
    return hasNext;
  }

  get #server(): StrictTransport {
    return this.#servers[this.#current]!;
  }

  get #isSteady(): boolean {
    return this.#settledAt !== undefined && this.#clock.now() - this.#settledAt >= STEADY_MS;
  }
}
