import type { DatabaseSync } from "node:sqlite";

/** Sequences in one page. */
const PAGE = 500;

/** What is looked for in the index of the full text. */
export interface IndexQuery {
  /** An expression of FTS5. */
  readonly match: string;
  /** The sequence before the first one that is searched. */
  readonly after: number;
  /** The sequence after the last one that is searched. */
  readonly before: number;
  readonly order: "newest" | "oldest";
}

/** Some sequences that the index finds, in the query's order. */
export interface Page {
  readonly seqs: readonly number[];
  /** Whether there are no more. */
  readonly isLast: boolean;
}

/** Looks something up in the index, a page at a time. Each page goes on where the last one ended. */
export class IndexPages {
  readonly #rows: Iterator<Record<string, unknown>>;

  constructor(db: DatabaseSync, { match, after, before, order }: IndexQuery) {
    const direction = order === "newest" ? "DESC" : "ASC";
    const statement = db.prepare(
      "SELECT rowid AS seq FROM history_text WHERE history_text MATCH ? AND rowid > ? " +
        `AND rowid < ? ORDER BY rowid ${direction}`,
    );
    this.#rows = statement.iterate(match, after, before) as Iterator<Record<string, unknown>>;
  }

  next(): Page {
    const seqs: number[] = [];
    while (seqs.length < PAGE) {
      const { done, value } = this.#rows.next();
      if (done === true) return { seqs, isLast: true };
      seqs.push(Number(value["seq"]));
    }
    return { seqs, isLast: false };
  }

  /** Ends the query before its last page. */
  end(): void {
    this.#rows.return?.();
  }
}
