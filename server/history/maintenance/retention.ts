import type { DatabaseSync, StatementSync } from "node:sqlite";
import { firstSequenceAt } from "../../network/ids.ts";
import { transact } from "../../store/transaction.ts";
import { Eraser } from "../eraser.ts";
import { type Category, CATEGORY_SQL, type Row } from "../row.ts";

const DAY_MS = 86_400_000;

/** How much is kept; 0 means no limit. */
export interface RetentionLimits {
  readonly days: number;
  /** Messages of each target, and as many other events. */
  readonly perChannel: number;
}

/** Erases rows that are too old or too many, a few at a time. */
export class Retention {
  readonly #db: DatabaseSync;
  readonly #statements: Record<"old" | Category, StatementSync>;
  readonly #eraser: Eraser;
  /** Targets that may have too many rows, in the order in which they are checked. */
  readonly #unchecked = new Set<number>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    const excess = (category: Category) => {
      const rows = `FROM ${CATEGORY_SQL[category]} WHERE target = ?1`;
      return db.prepare(
        `SELECT seq ${rows} AND seq <= ` +
          `(SELECT seq ${rows} ORDER BY seq DESC LIMIT 1 OFFSET ?2) LIMIT ?3`,
      );
    };
    this.#statements = {
      old: db.prepare("SELECT seq FROM history WHERE seq < ? ORDER BY seq LIMIT ?"),
      messages: excess("messages"),
      events: excess("events"),
    };
    this.#eraser = new Eraser(db);
    for (const { id } of db.prepare("SELECT id FROM targets").all()) {
      this.#unchecked.add(Number(id));
    }
  }

  /** Notes the targets of new rows. */
  note(rows: readonly Row[]): void {
    for (const { target } of rows) this.#unchecked.add(target);
  }

  /**
   * Erases some rows; `limit` bounds each query for them.
   * @returns whether there may be more to erase
   */
  step(
    { days, perChannel }: RetentionLimits,
    { limit, now }: { limit: number; now: number },
  ): boolean {
    if (perChannel === 0) this.#unchecked.clear();
    if (days > 0) {
      const first = firstSequenceAt(now - days * DAY_MS);
      const erased = this.#erase(this.#statements.old.all(first, limit));
      if (erased === limit) return true;
    }
    const [target] = this.#unchecked;
    if (target === undefined) return false;
    const { messages, events } = this.#statements;
    const erased = this.#erase(messages.all(target, perChannel, limit)) +
      this.#erase(events.all(target, perChannel, limit));
    if (erased === 0) this.#unchecked.delete(target);
    return this.#unchecked.size > 0;
  }

  #erase(rows: readonly Record<string, unknown>[]): number {
    if (rows.length === 0) return 0;
    transact(this.#db, () => {
      for (const { seq } of rows) this.#eraser.erase(Number(seq));
    });
    return rows.length;
  }
}
