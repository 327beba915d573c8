import type { Outcome } from "../network/outcome.ts";
import { encodeBatch } from "./batch.ts";

/** The most bytes of events in one batch; NATS refuses messages of more than 1 MiB. */
const MAX_BATCH_BYTES = 256 * 1024;
/** The most bytes of a UTF-16 unit. */
const BYTES_PER_UNIT = 3;
/** How long it takes to try again after a failure, in milliseconds. */
const RETRY_MS = 200;

/** An event that waits until it has come back in the log. */
export interface Pending {
  /** The event as text, see {@linkcode encodeEvent}; undefined for the end of an epoch. */
  readonly text: string | undefined;
  /** The epoch whose end this is. */
  readonly gone?: string;
  /** Called with its outcome. */
  readonly resolve: (outcome: Outcome) => void;
}

/** Options for {@linkcode Outbox}. */
export interface OutboxOptions {
  readonly node: string;
  readonly epoch: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The version of the format that this node knows. */
  readonly knows: number;
  /** The version of the format that all nodes know. */
  readonly version: () => number;
  /** Stores a message under an id; rejects if it is not certain that it is stored. */
  readonly publish: (data: Uint8Array, id: string) => Promise<void>;
  /** Called when messages begin to fail, with the error, and when they are stored again. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * The events of this node on their way to the log. They go in batches, each of which is repeated
 * until it is stored; the next one is sent after that, so that they cannot change places. Events
 * that come meanwhile are one batch.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #epoch: string;
  #number = 0;
  #waiting: Pending[] = [];
  #units = 0;
  /** The events of batches that have not come back, by number. */
  readonly #sent = new Map<number, readonly Pending[]>();
  #sending = false;
  #failing = false;
  #closed = false;
  #pause: { readonly timer: ReturnType<typeof setTimeout>; readonly end: () => void } | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#epoch = options.epoch;
  }

  /** The epoch of the batches. */
  get epoch(): string {
    return this.#epoch;
  }

  /** The length of the events that are not sent yet, in UTF-16 units. */
  get units(): number {
    return this.#units;
  }

  /** Whether nothing is on its way. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#sent.size === 0;
  }

  /** Adds an event to the next batch. */
  add(pending: Pending): void {
    this.#waiting.push(pending);
    this.#units += pending.text?.length ?? 0;
  }

  /** Begins to send what was added. */
  send(): void {
    if (this.#sending || this.#closed || this.#waiting.length === 0) return;
    this.#sending = true;
    void this.#sendAll();
  }

  /** Takes the events of a batch that has come back. */
  take(number: number): readonly Pending[] {
    const pending = this.#sent.get(number) ?? [];
    this.#sent.delete(number);
    return pending;
  }

  /** Begins another epoch; returns all that the earlier one has not brought into the log. */
  restart(epoch: string): readonly Pending[] {
    const dropped = [...[...this.#sent.values()].flat(), ...this.#waiting];
    this.#sent.clear();
    this.#waiting = [];
    this.#units = 0;
    this.#epoch = epoch;
    this.#number = 0;
    this.#pause?.end();
    return dropped;
  }

  /** Stops sending. */
  close(): void {
    this.#closed = true;
    this.#pause?.end();
  }

  async #sendAll(): Promise<void> {
    while (!this.#closed && this.#waiting.length > 0) {
      const pending = this.#nextBatch();
      const epoch = this.#epoch;
      const number = ++this.#number;
      this.#sent.set(number, pending);
      const { node, now, knows, version } = this.#options;
      const data = encodeBatch({
        version: version(),
        ...(number === 1 && { knows }),
        node,
        epoch,
        number,
        time: now(),
        events: pending.flatMap(({ text }) => text === undefined ? [] : [text]),
        gone: pending[0]?.gone,
      });
      const id = `${node}.${epoch}.${number}`;
      while (!this.#closed && epoch === this.#epoch && !await this.#publish(data, id)) {
        await this.#wait();
      }
    }
    this.#sending = false;
  }

  /** Takes the events of the next batch; the end of an epoch is a batch of its own. */
  #nextBatch(): readonly Pending[] {
    let count = 0;
    let units = 0;
    for (const { text } of this.#waiting) {
      units += text?.length ?? 0;
      if (count > 0 && (text === undefined || units * BYTES_PER_UNIT > MAX_BATCH_BYTES)) break;
      count++;
      if (text === undefined) break;
    }
    const taken = this.#waiting.splice(0, count);
    for (const { text } of taken) this.#units -= text?.length ?? 0;
    return taken;
  }

  async #publish(data: Uint8Array, id: string): Promise<boolean> {
    try {
      await this.#options.publish(data, id);
      if (this.#failing) this.#options.onTrouble(undefined);
      this.#failing = false;
      return true;
    } catch (error) {
      if (!this.#failing) this.#options.onTrouble(error);
      this.#failing = true;
      return false;
    }
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#pause = undefined;
        resolve();
      };
      const timer = setTimeout(end, RETRY_MS);
      this.#pause = { timer, end };
    });
  }
}
