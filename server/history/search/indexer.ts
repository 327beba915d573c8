import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Progress } from "../maintenance/progress.ts";
import { FIRST_HAPPENED } from "../row.ts";
import { transact } from "../../store/transaction.ts";

const NAME = "indexed";
/** First of the characters that make up the tokens of targets; none of them has cases. */
const FIRST_CHARACTER = 0x4e00;
const CHARACTERS = 20_000;

/** Makes the full text of what was said searchable, after it was said. */
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
    this.#indexed = progress.get(NAME) ?? 0;
  }

  /** Everything up to this place can be found. */
  get indexed(): number {
    return this.#indexed;
  }

  /**
   * Indexes the next rows, at most `limit` of them.
   * @returns whether there may be more
   */
  step(limit: number): boolean {
    const rows = this.#next.all(this.#indexed, limit);
    const last = rows.at(-1);
    if (last === undefined) return false;
    const indexed = Number(last["seq"]);
    transact(this.#db, () => {
      for (const { seq, target, kind, text } of rows) {
        if (Number(kind) >= FIRST_HAPPENED) continue;
        this.#insert.run(seq ?? null, placeToken(Number(target)), text ?? null);
      }
      this.#progress.set(NAME, indexed);
    });
    this.#indexed = indexed;
    return rows.length === limit;
  }
}

/** The token that stands for a target: three characters, so that it is one trigram. */
export function placeToken(target: number): string {
  const digit = (value: number) => String.fromCharCode(FIRST_CHARACTER + value % CHARACTERS);
  return digit(target) + digit(Math.floor(target / CHARACTERS)) +
    digit(Math.floor(target / CHARACTERS ** 2));
}
