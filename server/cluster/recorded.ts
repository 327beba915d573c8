import type { DatabaseSync } from "node:sqlite";
import { lastSequenceOf } from "../journal/stations.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import { Progress } from "../history/maintenance/progress.ts";
import { CLUSTER_PROGRESS } from "../store/membership.ts";
import type { Participant } from "../store/participant.ts";
import { Snapshots } from "./snapshots.ts";

const NAME = CLUSTER_PROGRESS.recorded;

/**
 * Up to which event of the log this node has recorded all, stored together with what it has
 * recorded. So after a restart each event is recorded once.
 */
export class Recorded implements Participant {
  /** The last sequence of the last recorded event as an earlier process left it; 0 if there is none. */
  readonly before: number;
  readonly snapshots: Snapshots;
  readonly #progress: Progress;
  #last = 0;
  #stored = 0;
  #failure: unknown;

  constructor(db: DatabaseSync) {
    this.snapshots = new Snapshots(db);
    this.#progress = new Progress(db);
    this.before = this.#progress.get(NAME) ?? 0;
  }

  get changed(): boolean {
    return this.#last > this.#stored;
  }

  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void {
    this.#last = lastSequenceOf(entry, { ok: true, ...effect });
  }

  /** The error by which something could not be stored. */
  get failure(): unknown {
    return this.#failure;
  }

  /**
   * Lets nothing more be stored: what follows an event that is not stored must not be, so that the
   * next start takes all of it from the log.
   */
  stop(error: unknown): void {
    this.#failure ??= error;
  }

  store(): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#progress.set(NAME, this.#last);
  }

  committed(): void {
    this.#stored = this.#last;
  }
}
