import type { Heartbeat } from "./broker.ts";

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
  /** The epochs that have not ended. */
  readonly epochs: () => Iterable<string>;
  readonly send: (heartbeat: Heartbeat) => void;
  /** Called with an epoch whose node is silent, and again if it is so for as long once more. */
  readonly onGone: (epoch: string) => void;
}

/** Knows which nodes are alive. */
export class Nodes {
  readonly #options: NodesOptions;
  /** The heartbeats of this node that each epoch was silent for. */
  readonly #silent = new Map<string, number>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(options: NodesOptions) {
    this.#options = options;
    this.#timer = setInterval(() => options.send(options.self()), HEARTBEAT_MS);
  }

  /** Takes a heartbeat of any node. */
  hear({ epoch }: Heartbeat): void {
    this.#silent.set(epoch, 0);
    if (epoch === this.#options.self().epoch) this.#count(epoch);
  }

  /** Stops sending heartbeats. */
  close(): void {
    clearInterval(this.#timer);
  }

  #count(own: string): void {
    const epochs = new Set(this.#options.epochs());
    for (const epoch of this.#silent.keys()) {
      if (!epochs.has(epoch)) this.#silent.delete(epoch);
    }
    for (const epoch of epochs) {
      if (epoch === own) continue;
      const silent = (this.#silent.get(epoch) ?? 0) + 1;
      this.#silent.set(epoch, silent % MAX_SILENCE);
      if (silent === MAX_SILENCE) this.#options.onGone(epoch);
    }
  }
}
