import type { Heartbeat } from "./broker.ts";
import { decodeTable, isKey, isNumber } from "./peers/values.ts";

/** How often each node says that it is alive, in milliseconds. */
const HEARTBEAT_MS = 1_000;
/**
 * Heartbeats of this node, as they come back from the broker, during which another one is silent
 * before it is gone. So nobody is gone because this node was stopped or the broker is away.
 */
const MAX_SILENCE = 10;

/** Options for {@linkcode Nodes}. */
export interface NodesOptions {
  /** What this node says of itself. */
  readonly self: () => Heartbeat;
  /** The epochs that have not ended, and their nodes. */
  readonly epochs: () => ReadonlyMap<string, { readonly node: string }>;
  readonly send: (heartbeat: Heartbeat) => void;
  /** Called with an epoch whose node is silent, and again if it is so for as long once more. */
  readonly onGone: (epoch: string) => void;
  /** The time in milliseconds; that of this machine if it is not given. */
  readonly now?: () => number;
}

/** Reads a heartbeat; undefined if the data is none. */
export function decodeHeartbeat(data: Uint8Array): Heartbeat | undefined {
  const { node, epoch, position } = decodeTable(data) ?? {};
  const fits = isKey(node) && isKey(epoch) && isNumber(position, Number.MAX_SAFE_INTEGER);
  return fits ? { node, epoch, position } : undefined;
}

/** What is known of a node. */
export interface KnownNode {
  readonly name: string;
  readonly epoch: string;
  /** Whether it is this one. */
  readonly isSelf: boolean;
  /**
   * Batches of the log that this node has applied and it has not, as of its last heartbeat;
   * undefined before the first one.
   */
  readonly lag: number | undefined;
  /**
   * The last heartbeats of this node during which it was silent; of this node itself, those that
   * have not come back from the broker.
   */
  readonly silent: number;
}

/** Knows which nodes are alive. */
export class Nodes {
  readonly #options: NodesOptions;
  /** The heartbeats of this node that each epoch was silent for. */
  readonly #silent = new Map<string, number>();
  /** The last heartbeat of each epoch. */
  readonly #heard = new Map<string, Heartbeat>();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #now: () => number;
  /** When this node heard itself, in milliseconds. */
  #heardSelf: number;

  constructor(options: NodesOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#heardSelf = this.#now();
    this.#timer = setInterval(() => options.send(options.self()), HEARTBEAT_MS);
  }

  /** Takes a heartbeat of any node. */
  hear(heartbeat: Heartbeat): void {
    const { epoch } = heartbeat;
    this.#silent.set(epoch, 0);
    this.#heard.set(epoch, heartbeat);
    if (epoch !== this.#options.self().epoch) return;
    this.#heardSelf = this.#now();
    this.#count(epoch);
  }

  /** The nodes whose epochs have not ended, by name. */
  list(): KnownNode[] {
    const self = this.#options.self();
    const known = [...this.#options.epochs()].map(([epoch, { node }]) => {
      const isSelf = epoch === self.epoch;
      const heard = isSelf ? self : this.#heard.get(epoch);
      return {
        name: node,
        epoch,
        isSelf,
        lag: heard && Math.max(self.position - heard.position, 0),
        silent: isSelf ? this.#ownSilence() : this.#silent.get(epoch) ?? 0,
      };
    });
    return known.toSorted((one, other) => one.name < other.name ? -1 : 1);
  }

  /** Stops sending heartbeats. */
  close(): void {
    clearInterval(this.#timer);
  }

  #ownSilence(): number {
    return Math.floor((this.#now() - this.#heardSelf) / HEARTBEAT_MS);
  }

  #count(own: string): void {
    const epochs = this.#options.epochs();
    for (const epoch of this.#silent.keys()) {
      if (epochs.has(epoch)) continue;
      this.#silent.delete(epoch);
      this.#heard.delete(epoch);
    }
    for (const epoch of epochs.keys()) {
      if (epoch === own) continue;
      const silent = (this.#silent.get(epoch) ?? 0) + 1;
      this.#silent.set(epoch, silent % MAX_SILENCE);
      if (silent === MAX_SILENCE) this.#options.onGone(epoch);
    }
  }
}
