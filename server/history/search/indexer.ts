import type { DatabaseSync, StatementSync } from "node:sqlite";
import { transact } from "../../store/transaction.ts";
import type { Progress } from "../maintenance/progress.ts";
import { FIRST_EVENT_KIND } from "../row.ts";

/** The name of the indexer's progress. */
export const INDEXED = "indexed";
/** The range of characters in the tokens of targets; they have no upper and lower case. */
const FIRST_CHARACTER = 0x4e00;
const CHARACTERS = 20_000;

/** Indexes the full text of stored messages. */
export class Indexer {
  readonly #db: DatabaseSync;
  readonly #progress: Progress;
  readonly #next: StatementSync;
  readonly #insert: StatementSync;
  #indexed: number;

  constructor(db: DatabaseSync, progress: Progress) {
    this.#db = db;
    this.#progress = progress;
    this.#next = db.prepare(
      "SELECT seq, target, kind, text FROM history WHERE seq > ? ORDER BY seq LIMIT ?",
    );
    this.#insert = db.prepare("INSERT INTO history_text (rowid, place, text) VALUES (?, ?, ?)");
    this.#indexed = progress.get(INDEXED) ?? 0;
  }

  /** The sequence up to which everything is indexed. */
  get indexed(): number {
    return this.#indexed;
  }

  /**
   * Indexes the next rows, at most `limit`.
   * @returns whether there may be more
   */
  step(limit: number): boolean {
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
    return rows.length === limit;
  }
}

/** The token of a target in the column `place`: three characters, which are one trigram. */
export function targetToken(target: number): string {
  const digit = (value: number) => String.fromCharCode(FIRST_CHARACTER + value % CHARACTERS);
  return digit(target) + digit(Math.floor(target / CHARACTERS)) +
    digit(Math.floor(target / CHARACTERS ** 2));
}
