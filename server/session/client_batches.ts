import type { OpenBatch } from "./open_batch.ts";

/** Refused batches whose lines are still expected and dropped, at most. */
const MOST_REFUSED = 8;

/** The batches that a client sends: at most one is open, and some were refused before their end. */
export class Batches {
  #open: OpenBatch | undefined;
  readonly #refused = new Set<string>();

  /** The batch that is open. */
  get open(): OpenBatch | undefined {
    return this.#open;
  }

  /** Begins a batch; the one that was open is no longer. */
  begin(batch: OpenBatch): void {
    this.#refused.delete(batch.reference);
    this.#open = batch;
  }

  /** Ends the batch that is open, and gives it. */
  end(): OpenBatch | undefined {
    const batch = this.#open;
    this.#open = undefined;
    return batch;
  }

  /** Drops the lines of a batch from now on, up to its end. */
  refuse(reference: string): void {
    if (this.#open?.reference === reference) this.#open = undefined;
    this.#refused.add(reference);
    if (this.#refused.size <= MOST_REFUSED) return;
    for (const oldest of this.#refused) {
      this.#refused.delete(oldest);
      return;
    }
  }

  /** Whether the lines of a batch are dropped. */
  isRefused(reference: string): boolean {
    return this.#refused.has(reference);
  }

  /** Forgets a refused batch, whose end has come; tells whether it was one. */
  forget(reference: string): boolean {
    return this.#refused.delete(reference);
  }
}
