import type { DatabaseSync, StatementSync } from "node:sqlite";
import { firstSequenceAt } from "../../network/ids.ts";
import { FIRST_HAPPENED, type Row } from "../row.ts";
import { transact } from "../../store/transaction.ts";
import { Eraser } from "../eraser.ts";

type Source = "said" | "happened";

const DAY_MS = 86_400_000;

/** What is kept; 0 is no bound. */
export interface Keep {
  readonly days: number;
  readonly perChannel: number;
}

/** Removes what is too old or too much, a little at a time. */
export class Retention {
  readonly #db: DatabaseSync;
  readonly #statements: Record<"old" | Source, StatementSync>;
  readonly #eraser: Eraser;
  /** Targets that may have more than is kept; a set keeps its order, so each gets its turn. */
  readonly #grown = new Set<number>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    const excess = (source: Source, sign: "<" | ">=") =>
      db.prepare(
        `SELECT seq FROM history INDEXED BY history_${source} WHERE target = ?1 AND ` +
          `kind ${sign} ${FIRST_HAPPENED} AND seq <= (SELECT seq FROM history ` +
          `INDEXED BY history_${source} WHERE target = ?1 AND kind ${sign} ${FIRST_HAPPENED} ` +
          "ORDER BY seq DESC LIMIT 1 OFFSET ?2) LIMIT ?3",
      );
    this.#statements = {
      old: db.prepare("SELECT seq FROM history WHERE seq < ? ORDER BY seq LIMIT ?"),
      said: excess("said", "<"),
      happened: excess("happened", ">="),
    };
    this.#eraser = new Eraser(db);
    for (const { id } of db.prepare("SELECT id FROM targets").all()) this.#grown.add(Number(id));
  }

  /** Takes note of targets that have more now. */
  note(rows: readonly Row[]): void {
    for (const { target } of rows) this.#grown.add(target);
  }

  /**
   * Removes at most `limit` rows.
   * @returns whether there may be more to remove
   */
  step({ days, perChannel }: Keep, { limit, now }: { limit: number; now: number }): boolean {
    if (perChannel === 0) this.#grown.clear();
    if (days > 0) {
      const first = firstSequenceAt(now - days * DAY_MS);
      const removed = this.#remove(this.#statements.old.all(first, limit));
      if (removed === limit) return true;
    }
    const [target] = this.#grown;
    if (target === undefined) return false;
    const { said, happened } = this.#statements;
    const removed = this.#remove(said.all(target, perChannel, limit)) +
      this.#remove(happened.all(target, perChannel, limit));
    if (removed === 0) this.#grown.delete(target);
    return this.#grown.size > 0;
  }

  #remove(rows: readonly Record<string, unknown>[]): number {
    if (rows.length === 0) return 0;
    transact(this.#db, () => {
      for (const { seq } of rows) this.#eraser.erase(Number(seq));
    });
    return rows.length;
  }
}
