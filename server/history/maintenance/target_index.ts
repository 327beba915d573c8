import type { DatabaseSync, StatementSync } from "node:sqlite";
import { transact } from "../../store/transaction.ts";
import { FIRST_EVENT_KIND, type Row } from "../row.ts";
import type { Progress } from "./progress.ts";

/** The name of the progress. */
const BY_TARGET = "by target";
/**
 * Rows in memory at which they are moved. More of them make fewer pages of the database dirty for
 * each, and a start longer, which reads them again: 16,000 rows in 15 ms.
 */
const FULL_ROWS = 16_000;

/** The key of a row in the index: its category, target and sequence. */
type Key = readonly [category: number, target: number, seq: number];

/** Keys before the first one and after the last one. */
const BEFORE_ALL: Key = [-1, 0, 0];
const AFTER_ALL: Key = [2, 0, 0];
const COLUMNS = "category, target, seq";
const OF_HISTORY = `kind >= ${FIRST_EVENT_KIND} AS category, target, seq`;

/**
 * The index by which the rows of a target are found.
 *
 * Messages that are stored together have different targets, so that each would change a page of its
 * own on the disk. The tick therefore adds them to a table in memory, `recent_by_target`. When that
 * is full, its rows are moved to `history_by_target` in the order of their targets, a few at a time.
 * Readers look in both, see {@linkcode CATEGORY_SQL}.
 */
export class TargetIndex {
  readonly #db: DatabaseSync;
  readonly #progress: Progress;
  readonly #statements: Record<"add" | "addLate" | "next" | "move" | "remove", StatementSync>;
  /** The last sequence in the index. */
  #last: number;
  /** Rows that were added to the table in memory since all of it was moved. */
  #recent: number;
  /** The move that is going on: the last key that it has moved, and the last sequence it moves. */
  #moving: { after: Key; readonly until: number } | undefined;

  /** Reads the rows again that were in memory when the last process ended. */
  constructor(db: DatabaseSync, progress: Progress) {
    this.#db = db;
    this.#progress = progress;
    db.exec(`
      CREATE TEMP TABLE recent_by_target (
        category INTEGER NOT NULL,
        target INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (category, target, seq)
      ) STRICT, WITHOUT ROWID;
      CREATE TEMP TRIGGER recent_unlisted AFTER DELETE ON main.history BEGIN
        DELETE FROM recent_by_target WHERE category = (old.kind >= ${FIRST_EVENT_KIND})
          AND target = old.target AND seq = old.seq;
      END;
    `);
    const isNext = `(${COLUMNS}) > (?, ?, ?)`;
    this.#statements = {
      add: db.prepare(
        `INSERT INTO recent_by_target SELECT ${OF_HISTORY} FROM history WHERE seq > ?`,
      ),
      addLate: db.prepare(`INSERT INTO history_by_target (${COLUMNS}) VALUES (?, ?, ?)`),
      next: db.prepare(
        `SELECT ${COLUMNS} FROM recent_by_target WHERE ${isNext} ORDER BY ${COLUMNS} LIMIT 1 OFFSET ?`,
      ),
      move: db.prepare(
        `INSERT OR IGNORE INTO history_by_target SELECT ${COLUMNS} FROM recent_by_target ` +
          `WHERE ${isNext} AND (${COLUMNS}) <= (?, ?, ?) ORDER BY ${COLUMNS}`,
      ),
      remove: db.prepare(
        `DELETE FROM recent_by_target WHERE ${isNext} AND (${COLUMNS}) <= (?, ?, ?)`,
      ),
    };
    const restored = db.prepare(
      `INSERT INTO recent_by_target SELECT ${OF_HISTORY} FROM history WHERE seq > ? AND NOT EXISTS ` +
        `(SELECT 1 FROM history_by_target AS listed WHERE listed.category = (history.kind >= ` +
        `${FIRST_EVENT_KIND}) AND listed.target = history.target AND listed.seq = history.seq)`,
    ).run(progress.get(BY_TARGET) ?? 0);
    this.#recent = Number(restored.changes);
    const last = db.prepare("SELECT max(seq) AS last FROM history").get()?.["last"];
    this.#last = Math.max(Number(last ?? 0), progress.get(BY_TARGET) ?? 0);
  }

  /** Whether there are rows to move. */
  get isFull(): boolean {
    return this.#moving !== undefined || this.#recent >= FULL_ROWS;
  }

  /** Adds rows that are stored. Needs an open transaction. */
  add(rows: readonly Row[]): void {
    if (rows.length === 0) return;
    this.#statements.add.run(this.#last);
    for (const { kind, target, seq } of rows) {
      // The row of a JOIN may be stored later than those after it.
      if (seq > this.#last) continue;
      this.#statements.addLate.run(kind >= FIRST_EVENT_KIND ? 1 : 0, target, seq);
    }
  }

  /** Notes that rows which were added are committed. */
  committed(rows: readonly Row[]): void {
    this.#recent += rows.length;
    for (const { seq } of rows) if (seq > this.#last) this.#last = seq;
  }

  /**
   * Moves some rows, at most `limit`, out of memory.
   * @returns whether there are more to move
   */
  step(limit: number): boolean {
    const { after, until } = this.#moving ?? { after: BEFORE_ALL, until: this.#last };
    const last = this.#statements.next.get(...after, limit - 1);
    const upTo: Key = last === undefined
      ? AFTER_ALL
      : [Number(last["category"]), Number(last["target"]), Number(last["seq"])];
    transact(this.#db, () => {
      this.#statements.move.run(...after, ...upTo);
      this.#statements.remove.run(...after, ...upTo);
      if (last === undefined) this.#progress.set(BY_TARGET, until);
    });
    if (this.#moving === undefined) this.#recent = 0;
    this.#moving = last === undefined ? undefined : { after: upTo, until };
    return this.#moving !== undefined;
  }
}
