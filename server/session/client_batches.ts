import type { OpenBatch } from "./open_batch.ts";

/** Refused batches whose remaining lines are dropped; older ones are forgotten. */
const MAX_REFUSED = 8;

/** The batches that a client sends: at most one is open, some were refused before their end. */
export class ClientBatches {
  #open: OpenBatch | undefined;
  readonly #refused = new Set<string>();

  /** The open batch. */
  get open(): OpenBatch | undefined {
    return this.#open;
  }

  /** Opens a batch in place of the one that is open. */
  begin(batch: OpenBatch): void {
    this.#refused.delete(batch.reference);
    this.#open = batch;
  }

  /** Closes the open batch and returns it. */
  end(): OpenBatch | undefined {
    const batch = this.#open;
    this.#open = undefined;
    return batch;
  }

  /** Drops the lines of a batch until its end. */
  refuse(reference: string): void {
    if (this.#open?.reference === reference) this.#open = undefined;
    this.#refused.add(reference);
    if (this.#refused.size <= MAX_REFUSED) return;
    for (const oldest of this.#refused) {
      this.#refused.delete(oldest);
      return;
    }
  }

  /** Whether the lines of a batch are dropped. */
  isRefused(reference: string): boolean {
    return this.#refused.has(reference);
  }

  /** Forgets a refused batch at its end; returns whether it was refused. */
  forget(reference: string): boolean {
    return this.#refused.delete(reference);
  }
}
