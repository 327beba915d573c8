import type { DatabaseSync, StatementSync } from "node:sqlite";
import { parseSource } from "../../../protocol/message.ts";
import { casefold } from "../../../protocol/names.ts";
import { coverage, type Part } from "../parts.ts";
import type { Reader } from "../reader.ts";
import type { Row } from "../row.ts";
import { type Indexer, targetToken } from "./indexer.ts";
import type { Work } from "./time_slicer.ts";

/** Parts that one search covers, those of the targets with the highest numbers. */
const MAX_PARTS = 200;
/** Characters in a trigram; a shorter word is not in the index. */
const TRIGRAM = 3;
/** Trigrams in one query of the index. Each costs time, and every candidate is checked anyway. */
const MAX_TRIGRAMS = 4;
/** Rows that are indexed per step before a search. */
const INDEX_ROWS = 100;
/** Rows that are indexed before a search; the search scans those that are still not indexed. */
const MAX_INDEXED = 20_000;
/** Rows that are scanned per step. */
const SCAN_ROWS = 100;
/** Rows that are read from the index per step. */
const FOUND_ROWS = 1_000;

/** What a search looks for. */
export interface Query {
  /** What the searching user may read. */
  readonly parts: readonly Part[];
  /** Texts that a message has to contain, in any case. */
  readonly words: readonly string[];
  /** The sender's nickname. */
  readonly from: string | undefined;
  /** The sequence before the first one that is searched. */
  readonly after: number;
  /** The sequence after the last one that is searched. */
  readonly before: number;
  /** Which messages are found if there are more than `limit`. */
  readonly order: "newest" | "oldest";
  readonly limit: number;
}

/** A part of the history, without the sequences at both ends. */
type Span = Pick<Query, "after" | "before" | "order">;

/** Finds messages by their text. */
export class Search {
  readonly #reader: Reader;
  readonly #indexer: Indexer;
  readonly #match: Record<Query["order"], StatementSync>;

  constructor({ db, reader, indexer }: { db: DatabaseSync; reader: Reader; indexer: Indexer }) {
    this.#reader = reader;
    this.#indexer = indexer;
    const match = (order: "DESC" | "ASC") =>
      db.prepare(
        "SELECT rowid AS seq FROM history_text WHERE history_text MATCH ? AND rowid > ? " +
          `AND rowid < ? ORDER BY rowid ${order} LIMIT ${FOUND_ROWS}`,
      );
    this.#match = { newest: match("DESC"), oldest: match("ASC") };
  }

  /** Adds the messages that a query finds to `found`, in the query's order, in short steps. */
  *find(query: Query, found: Row[]): Work<void> {
    const parts = [...query.parts].sort((one, other) => other.target - one.target)
      .slice(0, MAX_PARTS);
    if (parts.length === 0) return;
    for (let count = 0; count < MAX_INDEXED && this.#index(); count += INDEX_ROWS) yield;
    const matches = matcherOf(query);
    const covers = coverage(parts);
    for (const row of this.#candidates(parts, query)) {
      if (row !== undefined && covers(row) && matches(row)) found.push(row);
      if (found.length >= query.limit) return;
      yield;
    }
  }

  /** Indexes some rows. Returns whether there may be more. */
  #index(): boolean {
    try {
      return this.#indexer.step(INDEX_ROWS);
    } catch {
      // The search scans the rows that are not indexed.
      return false;
    }
  }

  /** The rows that may match, in the query's order. The index has all but the newest. */
  *#candidates(parts: readonly Part[], query: Query): Iterable<Row | undefined> {
    const trigrams = trigramsOf(query.words);
    const { order, after, before } = query;
    if (trigrams.length === 0) {
      yield* this.#scan(parts, query);
      return;
    }
    const { indexed } = this.#indexer;
    const tail = { order, before, after: Math.max(after, indexed) };
    const head = { order, after, before: Math.min(before, indexed + 1) };
    if (order === "newest") yield* this.#scan(parts, tail);
    const targets = new Set(parts.map(({ target }) => target));
    const tokens = [...targets].map((target) => quote(targetToken(target))).join(" OR ");
    yield* this.#indexedRows(`place : (${tokens}) AND text : (${trigrams.join(" AND ")})`, head);
    if (order === "oldest") yield* this.#scan(parts, tail);
  }

  /** The rows that the index finds; undefined is a pause. */
  *#indexedRows(match: string, { after, before, order }: Span): Iterable<Row | undefined> {
    while (after < before) {
      const seqs = this.#match[order].all(match, after, before).map(({ seq }) => Number(seq));
      yield undefined;
      for (const seq of seqs) yield this.#reader.at(seq);
      const last = seqs.at(-1);
      if (last === undefined || seqs.length < FOUND_ROWS) return;
      if (order === "newest") before = last;
      else after = last;
    }
  }

  *#scan(parts: readonly Part[], { after, before, order }: Span): Iterable<Row> {
    while (after < before) {
      const range = { after, before, limit: SCAN_ROWS, from: order, events: false };
      const rows = this.#reader.range(parts, range);
      yield* order === "newest" ? rows.toReversed() : rows;
      if (rows.length < SCAN_ROWS) return;
      if (order === "newest") before = rows[0]?.seq ?? 0;
      else after = rows.at(-1)?.seq ?? before;
    }
  }
}

/**
 * Some trigrams of words, as strings of FTS5: enough of them to find few messages. Each is one
 * token, since FTS5 is slow to compare the positions of tokens.
 */
function trigramsOf(words: readonly string[]): string[] {
  const trigrams = new Map<string, string>();
  const take = (characters: readonly string[], at: number) => {
    const trigram = characters.slice(at, at + TRIGRAM).join("");
    if (trigrams.size < MAX_TRIGRAMS) trigrams.set(trigram.toLowerCase(), quote(trigram));
  };
  const long = words.map((word) => [...word]).filter(({ length }) => length >= TRIGRAM);
  for (const characters of long) take(characters, 0);
  for (const characters of long) take(characters, characters.length - TRIGRAM);
  for (const characters of long) take(characters, (characters.length - TRIGRAM) >> 1);
  return [...trigrams.values()];
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

/** A text as a string of FTS5, which doubles quotation marks. */
function quote(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}
