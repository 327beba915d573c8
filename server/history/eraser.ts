import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Removes rows of the history: from the table and from the full text. */
export class Eraser {
  readonly #row: StatementSync;
  readonly #text: StatementSync;

  constructor(db: DatabaseSync) {
    this.#row = db.prepare("DELETE FROM history WHERE seq = ?");
    this.#text = db.prepare("DELETE FROM history_text WHERE rowid = ?");
  }

  /** Removes one row, if it is there. Needs an open transaction. */
  erase(sequence: number): void {
    this.#row.run(sequence);
    this.#text.run(sequence);
  }
}
