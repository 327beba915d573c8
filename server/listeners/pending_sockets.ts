import { networkPrefix } from "../io/network_prefix.ts";

/** Sockets of all addresses that are in a handshake at once; a further one ends the oldest. */
const MAX_HANDSHAKES = 1_024;
/** Sockets that an address may have beside its limit, so that the refusals reach their clients. */
const EXTRA_PER_ADDRESS = 32;

/** A socket that is counted until it is released. */
export interface PendingSocket {
  /** Stops counting it; may be called twice. */
  release(): void;
}

/** Options for {@linkcode PendingSockets}. */
export interface PendingSocketsOptions {
  /** How many sessions there are from an address. */
  readonly sessionsFrom: (address: string) => number;
  /** How many connections one address may have; 0 for no limit. */
  readonly perAddress: () => number;
}

/**
 * Counts the sockets that belong to no session: in a TLS handshake, refused, or closed but not yet
 * released by the system. They use descriptors like others, so they count for their address.
 */
export class PendingSockets {
  readonly #options: PendingSocketsOptions;
  readonly #byPrefix = new Map<string, number>();
  /** What ends each handshake, the oldest first. */
  readonly #handshakes = new Set<() => void>();

  constructor(options: PendingSocketsOptions) {
    this.#options = options;
  }

  /** The number of descriptors of pending sockets from the network prefix of an address. */
  countFrom(address: string): number {
    return this.#byPrefix.get(networkPrefix(address)) ?? 0;
  }

  /** Whether a further socket from an address is to be closed at once, without an answer. */
  isFull(address: string): boolean {
    const limit = this.#options.perAddress();
    const count = this.#options.sessionsFrom(address) + this.countFrom(address);
    return limit !== 0 && count >= limit + EXTRA_PER_ADDRESS;
  }

  /** Counts a socket, which may need several descriptors. */
  add(address: string, descriptors = 1): PendingSocket {
    const prefix = networkPrefix(address);
    this.#byPrefix.set(prefix, this.countFrom(address) + descriptors);
    let counted = true;
    return {
      release: () => {
        if (!counted) return;
        counted = false;
        const remaining = this.#byPrefix.get(prefix)! - descriptors;
        if (remaining === 0) this.#byPrefix.delete(prefix);
        else this.#byPrefix.set(prefix, remaining);
      },
    };
  }

  /** Counts a socket that begins a handshake; `end` ends it when others need its place. */
  addHandshake(
    address: string,
    { end, descriptors }: { readonly end: () => void; readonly descriptors?: number },
  ): PendingSocket {
    if (this.#handshakes.size >= MAX_HANDSHAKES) {
      for (const oldest of this.#handshakes) {
        this.#handshakes.delete(oldest);
        oldest();
        break;
      }
    }
    this.#handshakes.add(end);
    const { release } = this.add(address, descriptors);
    return {
      release: () => {
        this.#handshakes.delete(end);
        release();
      },
    };
  }
}
