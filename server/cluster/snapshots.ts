import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Progress } from "../history/maintenance/progress.ts";
import type { NetworkSnapshot } from "../network/snapshot.ts";
import { CLUSTER_PROGRESS } from "../store/membership.ts";
import { transact } from "../store/transaction.ts";

/** Users, channels and the like that are stored in one step. */
const ITEMS_PER_PART = 64;
/** Parts of an earlier snapshot that are removed in one step. */
const PARTS_PER_STEP = 16;
const NAME = CLUSTER_PROGRESS.snapshot;

/** A node from one start to its end. */
export interface Epoch {
  readonly node: string;
  /** The version of the log's format that it knows. */
  readonly knows: number;
  /** The number of its last batch. */
  last: number;
}

/** The state of a node after a batch of the log, as a plain value. */
export interface Snapshot {
  /** The position of the batch. */
  readonly position: number;
  /** The last sequence of its events. */
  readonly lastSequence: number;
  /** The epochs that have not ended. */
  readonly epochs: readonly (readonly [string, Epoch])[];
  readonly network: NetworkSnapshot;
}

/** Lists and values that belong together, such as those of a {@linkcode NetworkSnapshot}. */
type Fields = Record<string, unknown>;

/**
 * Keeps the latest snapshot of a node in its database, so that it need not read the whole log. A
 * snapshot is stored as parts, each with some of its users, channels and so on.
 */
export class Snapshots {
  readonly #db: DatabaseSync;
  readonly #progress: Progress;
  readonly #statements: Record<"load" | "add" | "removeOthers", StatementSync>;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#progress = new Progress(db);
    this.#statements = {
      load: db.prepare("SELECT part FROM cluster_snapshot WHERE position = ? ORDER BY id"),
      add: db.prepare("INSERT INTO cluster_snapshot (position, part) VALUES (?, ?)"),
      removeOthers: db.prepare(
        "DELETE FROM cluster_snapshot WHERE id IN " +
          "(SELECT id FROM cluster_snapshot WHERE position <> ? LIMIT ?)",
      ),
    };
  }

  /** The position of the stored snapshot; undefined if there is none. */
  get position(): number | undefined {
    return this.#progress.get(NAME);
  }

  /** The stored snapshot; undefined if there is none. */
  load(): Snapshot | undefined {
    const { position } = this;
    if (position === undefined) return undefined;
    const whole: Fields & { network: Fields } = { position, network: {} };
    for (const { part } of this.#statements.load.iterate(position)) {
      const { network = {}, ...head } = JSON.parse(String(part)) as Partial<typeof whole>;
      Object.assign(whole, head);
      for (const [field, value] of Object.entries(network)) addTo(whole.network, field, value);
    }
    return whole as unknown as Snapshot;
  }

  /** Replaces the stored snapshot, as steps of a millisecond or less. */
  *saving({ position, network, ...head }: Snapshot): Iterable<void> {
    if (position === this.position) return;
    yield* this.#removeOthers();
    yield this.#add(position, head);
    for (const [field, value] of Object.entries(network)) {
      for (const part of partsOf(value)) yield this.#add(position, { network: { [field]: part } });
    }
    this.#progress.set(NAME, position);
    yield* this.#removeOthers();
  }

  #add(position: number, part: Fields): void {
    this.#statements.add.run(position, JSON.stringify(part));
  }

  /** Removes the parts of earlier snapshots, and of one that was not stored to its end. */
  *#removeOthers(): Iterable<void> {
    const { removeOthers } = this.#statements;
    while (Number(removeOthers.run(this.position ?? -1, PARTS_PER_STEP).changes) > 0) yield;
  }

  /** Replaces the stored snapshot at once. */
  save(snapshot: Snapshot): void {
    transact(this.#db, () => {
      for (const _ of this.saving(snapshot));
    });
  }
}

function* partsOf(value: unknown): Iterable<unknown> {
  if (!Array.isArray(value)) return yield value;
  for (let at = 0; at < value.length || at === 0; at += ITEMS_PER_PART) {
    yield value.slice(at, at + ITEMS_PER_PART);
  }
}

function addTo(fields: Fields, field: string, value: unknown): void {
  const before = fields[field];
  if (!Array.isArray(before)) fields[field] = value;
  else for (const item of value as unknown[]) before.push(item);
}
