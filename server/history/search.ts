import type { DatabaseSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import { parseSource } from "../../protocol/message.ts";
import { type Indexer, placeToken } from "./indexer.ts";
import type { Reader } from "./reader.ts";
import type { Row } from "./row.ts";

/** Messages that one search looks at, whatever it finds. */
const MAX_LOOKED_AT = 10_000;
/** Targets that one search looks through; the ones with the highest numbers count. */
const MAX_TARGETS = 200;
/** A shorter word is in no index: a trigram has three characters. */
const SHORTEST_INDEXED = 3;

/** What is looked for. */
export interface Query {
  /** Where; what the asker may read, and no more. */
  readonly targets: readonly number[];
  /** Words that a message has to have, as they are in it, whatever their case. */
  readonly words: readonly string[];
  /** The nickname it was said with. */
  readonly from: string | undefined;
  /** Only what came after this place. */
  readonly after: number;
  /** Only what came before this place. */
  readonly before: number;
  /** Which end counts where there is more than the limit. */
  readonly order: "newest" | "oldest";
  readonly limit: number;
}

/** Finds messages by their text; looks at a bounded number of them. */
export class Search {
  readonly #db: DatabaseSync;
  readonly #reader: Reader;
  readonly #indexer: Indexer;

  constructor(options: { db: DatabaseSync; reader: Reader; indexer: Indexer }) {
    this.#db = options.db;
    this.#reader = options.reader;
    this.#indexer = options.indexer;
  }

  /** The messages that a query finds, the oldest first. */
  find(query: Query): Row[] {
    const targets = [...query.targets].sort((one, other) => other - one).slice(0, MAX_TARGETS);
    if (targets.length === 0) return [];
    const matches = matcherOf(query);
    const found: Row[] = [];
    let looked = 0;
    for (const row of this.#candidates(targets, query)) {
      if (matches(row)) found.push(row);
      if (found.length >= query.limit || ++looked >= MAX_LOOKED_AT) break;
    }
    return query.order === "newest" ? found.reverse() : found;
  }

  /** What may match, from the end that counts: the index knows all but the newest. */
  *#candidates(targets: readonly number[], query: Query): Iterable<Row> {
    const long = query.words.filter((word) => [...word].length >= SHORTEST_INDEXED);
    if (long.length === 0) {
      yield* this.#scan(targets, query);
      return;
    }
    const { indexed } = this.#indexer;
    const tail = { ...query, after: Math.max(query.after, indexed) };
    const head = { ...query, before: Math.min(query.before, indexed + 1) };
    if (query.order === "newest") yield* this.#scan(targets, tail);
    yield* this.#indexedRows(long, { targets, query: head });
    if (query.order === "oldest") yield* this.#scan(targets, tail);
  }

  *#indexedRows(
    words: readonly string[],
    { targets, query }: { targets: readonly number[]; query: Query },
  ): Iterable<Row> {
    const places = targets.map((target) => quote(placeToken(target))).join(" OR ");
    const match = `place : (${places}) AND text : (${words.map(quote).join(" AND ")})`;
    const order = query.order === "newest" ? "DESC" : "ASC";
    const seqs = this.#db.prepare(
      "SELECT rowid AS seq FROM history_text WHERE history_text MATCH ? AND rowid > ? " +
        `AND rowid < ? ORDER BY rowid ${order} LIMIT ?`,
    ).iterate(match, query.after, query.before, MAX_LOOKED_AT);
    for (const { seq } of seqs) {
      const row = this.#reader.at(Number(seq));
      if (row !== undefined) yield row;
    }
  }

  *#scan(targets: readonly number[], query: Query): Iterable<Row> {
    let { after, before } = query;
    const size = 500;
    while (after < before) {
      const rows = this.#reader.range(targets, {
        after,
        before,
        limit: size,
        from: query.order,
        events: false,
      });
      yield* query.order === "newest" ? rows.toReversed() : rows;
      if (rows.length < size) return;
      if (query.order === "newest") before = rows[0]?.seq ?? 0;
      else after = rows.at(-1)?.seq ?? before;
    }
  }
}

function matcherOf({ words, from }: Query): (row: Row) => boolean {
  const wanted = words.map((word) => word.toLowerCase());
  const nickname = from === undefined ? undefined : casefold(from);
  return ({ text, source }) => {
    if (nickname !== undefined && casefold(parseSource(source).name) !== nickname) return false;
    const lower = text.toLowerCase();
    return wanted.every((word) => lower.includes(word));
  };
}

/** A word as a string of FTS5, in which a quotation mark is written twice. */
function quote(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}
