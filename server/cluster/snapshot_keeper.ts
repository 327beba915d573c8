import { messageOf } from "../../protocol/errors.ts";
import type { Log } from "../operator/log.ts";
import type { Snapshot, Snapshots } from "./snapshots.ts";

/** Batches, and milliseconds, after which a node stores its state, so that it starts faster. */
const KEPT_BATCHES = 50_000;
const KEPT_MS = 600_000;
/** How long after the last snapshot the next one is taken at the earliest, in milliseconds. */
const MIN_MS = 60_000;
/** How long a part of a snapshot is stored before other work goes on, in milliseconds. */
const SLICE_MS = 2;
/** The pause between two such parts, in milliseconds. */
const REST_MS = 10;

/** Options for {@linkcode SnapshotKeeper}. */
export interface SnapshotKeeperOptions {
  readonly snapshots: Snapshots;
  /** The state between two batches. */
  readonly take: () => Snapshot;
  /** The position of the last batch that is applied. */
  readonly position: () => number;
  /** Requests that {@linkcode SnapshotKeeper.consider} is called. */
  readonly request: () => void;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Stores the state of a node from time to time, in slices that hold nothing up. */
export class SnapshotKeeper {
  readonly #options: SnapshotKeeperOptions;
  #kept: { readonly position: number | undefined; readonly time: number };
  #saving: Promise<void> | undefined;
  #asked: PromiseWithResolvers<void> | undefined;
  #closing = false;
  #closed = false;

  constructor(options: SnapshotKeeperOptions) {
    this.#options = options;
    this.#kept = { position: options.snapshots.position, time: options.now() };
  }

  /**
   * Begins to store a snapshot if it is time for one. It is called between two batches, when all
   * that these have changed is recorded: what a snapshot has in it is not taken from the log again.
   */
  consider(): void {
    if (this.#saving !== undefined || this.#closed || !this.#isDue()) return;
    this.#saving = this.#save();
  }

  /** Resolves once a snapshot is stored that is taken after this moment. */
  next(): Promise<void> {
    this.#asked ??= Promise.withResolvers();
    this.#options.request();
    return this.#asked.promise;
  }

  /** Stores the state as it is at the end, and then nothing more. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#saving;
    this.#closed = true;
    const { position } = this.#kept;
    if (this.#options.position() !== (position ?? 0)) await this.#store(this.#options.take());
  }

  /** Stores nothing more. */
  stop(): void {
    this.#closed = true;
  }

  #isDue(): boolean {
    if (this.#asked !== undefined) return true;
    const { position, now } = this.#options;
    const since = position() - (this.#kept.position ?? 0);
    const pause = now() - this.#kept.time;
    return (since >= KEPT_BATCHES && pause >= MIN_MS) || (since > 0 && pause >= KEPT_MS);
  }

  async #save(): Promise<void> {
    const asked = this.#asked;
    this.#asked = undefined;
    try {
      const error = await this.#store(this.#options.take());
      if (error === undefined) asked?.resolve();
      else asked?.reject(error);
    } finally {
      this.#saving = undefined;
    }
  }

  /** Stores a snapshot, without pauses while closing. Resolves to the error if it cannot be stored. */
  async #store(snapshot: Snapshot): Promise<unknown> {
    const { snapshots, now, log } = this.#options;
    this.#kept = { ...this.#kept, time: now() };
    try {
      let begun = performance.now();
      for (const _ of snapshots.saving(snapshot)) {
        if (this.#closing || performance.now() - begun < SLICE_MS) continue;
        await new Promise((resolve) => setTimeout(resolve, REST_MS));
        if (this.#closed) throw new Error("the server closes");
        begun = performance.now();
      }
      this.#kept = { ...this.#kept, position: snapshot.position };
      return undefined;
    } catch (error) {
      log.warn("The state of the network cannot be stored", { why: messageOf(error) });
      return error;
    }
  }
}
