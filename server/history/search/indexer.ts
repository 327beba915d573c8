import type { DatabaseSync, StatementSync } from "node:sqlite";
import { transact } from "../../store/transaction.ts";
import type { Progress } from "../maintenance/progress.ts";
import { FIRST_EVENT_KIND } from "../row.ts";

/** Rows in a step, which takes half a millisecond. */
const ROWS_PER_STEP = 50;
/** Pages that a step merges, in half a millisecond. */
const MERGED_PAGES = 16;
/** Steps that merge after one that indexes. Fewer would leave ever more segments to be searched. */
const MERGES = 2;
/** Changes that the database counts for a merge that had nothing to do. */
const NO_MERGE = 1;
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
  readonly #changes: StatementSync;
  #indexed: number;
  /** Steps that are to merge next. */
  #merges = 0;

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
    this.#changes = db.prepare("SELECT total_changes() AS count");
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
    if (this.#merges === 0) return this.step();
    this.#merges = this.#mergeSome() ? this.#merges - 1 : 0;
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
    this.#merges = MERGES;
    return rows.length === limit;
  }

  /** Merges some pages. Returns whether there were any. */
  #mergeSome(): boolean {
    const count = () => Number(this.#changes.get()?.["count"]);
    const before = count();
    this.#merge.run();
    return count() - before > NO_MERGE;
  }
}

/** The token of a target in the column `place`: three characters, which are one trigram. */
export function targetToken(target: number): string {
  const digit = (value: number) => String.fromCharCode(FIRST_CHARACTER + value % CHARACTERS);
  return digit(target) + digit(Math.floor(target / CHARACTERS)) +
    digit(Math.floor(target / CHARACTERS ** 2));
}
