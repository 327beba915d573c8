import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { NetworkSnapshot } from "../network/snapshot.ts";

/** The state of a node after a batch of the log, as a plain value. */
export interface Snapshot {
  /** The position of the batch. */
  readonly position: number;
  /** The last sequence of its events. */
  readonly lastSequence: number;
  /** The epochs that have not ended: their nodes, and the numbers of their last batches. */
  readonly epochs: readonly (readonly [string, { readonly node: string; readonly last: number }])[];
  readonly network: NetworkSnapshot;
}

/** Keeps the latest snapshot of a node in its database, so that it need not read the whole log. */
export class Snapshots {
  readonly #load: StatementSync;
  readonly #save: StatementSync;

  constructor(db: DatabaseSync) {
    this.#load = db.prepare("SELECT position, state FROM cluster_snapshot");
    this.#save = db.prepare("INSERT OR REPLACE INTO cluster_snapshot VALUES (1, ?, ?)");
  }

  /** The stored snapshot; undefined if there is none. */
  load(): Snapshot | undefined {
    const row = this.#load.get();
    if (row === undefined) return undefined;
    return { position: Number(row["position"]), ...JSON.parse(String(row["state"])) };
  }

  /** Replaces the stored snapshot. */
  save({ position, ...state }: Snapshot): void {
    this.#save.run(position, JSON.stringify(state));
  }
}
