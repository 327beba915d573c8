import type { DatabaseSync, StatementSync } from "node:sqlite";
import { transact } from "../../store/transaction.ts";
import type { Progress } from "../maintenance/progress.ts";
import { FIRST_EVENT_KIND } from "../row.ts";

/** Rows in a step, which takes a millisecond at most. */
const ROWS_PER_STEP = 100;
/**
 * Pages that are merged for each step that indexes, in a millisecond. Fewer would leave ever more
 * segments to be searched, more would merge the same rows more often.
 */
const MERGED_PAGES = 32;
/** The name of the indexer's progress. */
export const INDEXED = "indexed";
/** The range of characters in the tokens of targets; they have no upper and lower case. */
const FIRST_CHARACTER = 0x4e00;
const CHARACTERS = 20_000;

/**
 * Indexes the full text of stored messages. Each step that indexes leaves a segment. FTS5 would merge
 * them by itself, up to some hundred milliseconds at a time, in which nobody is served.
 */
export class Indexer {
  readonly #db: DatabaseSync;
  readonly #progress: Progress;
  readonly #next: StatementSync;
  readonly #insert: StatementSync;
  readonly #merge: StatementSync;
  #indexed: number;
  /** Steps that have indexed and after which nothing was merged yet. */
  #unmerged = 0;

  constructor(db: DatabaseSync, progress: Progress) {
    this.#db = db;
    this.#progress = progress;
    this.#next = db.prepare(
      "SELECT seq, target, kind, text FROM history WHERE seq > ? ORDER BY seq LIMIT ?",
    );
    this.#insert = db.prepare("INSERT INTO history_text (rowid, place, text) VALUES (?, ?, ?)");
    this.#merge = db.prepare(
      `INSERT INTO history_text (history_text, rank) VALUES ('merge', ${MERGED_PAGES})`,
    );
    this.#indexed = progress.get(INDEXED) ?? 0;
  }

  /** The sequence up to which everything is indexed. */
  get indexed(): number {
    return this.#indexed;
  }

  /**
   * Merges what was indexed before, or indexes the next rows. A step that merges may take longer if
   * a word is in nearly all messages.
   * @returns whether there may be more
   */
  maintain(): boolean {
    if (this.#unmerged === 0) return this.step();
    this.#merge.run();
    this.#unmerged--;
    return true;
  }

  /**
   * Indexes the next rows, at most `limit`.
   * @returns whether there may be more
   */
  step(limit = ROWS_PER_STEP): boolean {
    const rows = this.#next.all(this.#indexed, limit);
    const last = rows.at(-1);
    if (last === undefined) return false;
    const indexed = Number(last["seq"]);
    transact(this.#db, () => {
      for (const { seq, target, kind, text } of rows) {
        if (Number(kind) >= FIRST_EVENT_KIND) continue;
        this.#insert.run(seq ?? null, targetToken(Number(target)), text ?? null);
      }
      this.#progress.set(INDEXED, indexed);
    });
    this.#indexed = indexed;
    this.#unmerged++;
    return rows.length === limit;
  }
}

/** The token of a target in the column `place`: three characters, which are one trigram. */
export function targetToken(target: number): string {
  const digit = (value: number) => String.fromCharCode(FIRST_CHARACTER + value % CHARACTERS);
  return digit(target) + digit(Math.floor(target / CHARACTERS)) +
    digit(Math.floor(target / CHARACTERS ** 2));
}
