import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../../protocol/names.ts";
import { parseSource } from "../../../protocol/message.ts";
import { type Indexer, placeToken } from "./indexer.ts";
import type { Reader } from "../reader.ts";
import type { Row } from "../row.ts";
import type { Work } from "./slices.ts";

/** Targets that one search looks through; the ones with the highest numbers count. */
const MAX_TARGETS = 200;
/** A shorter word is in no index: a trigram has three characters. */
const TRIGRAM = 3;
/** Trigrams that the index is asked for: each costs time, and what it finds is looked at anyway. */
const MAX_TRIGRAMS = 4;
/** Rows that are indexed at once, and in all, before a search; newer ones are looked through. */
const INDEX_ROWS = 100;
const MAX_INDEXED = 20_000;
/** Rows that are looked through at once. */
const SCAN_ROWS = 100;
/** Rows of the index's answer that are taken at once; each time it begins anew. */
const FOUND_ROWS = 1_000;

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

/** A part of the history; both ends are outside. */
type Span = Pick<Query, "after" | "before" | "order">;

/** Finds messages by their text, in steps that are short, see {@linkcode Work}. */
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

  /** Puts the messages that a query finds into `found`, from the end that counts. */
  *find(query: Query, found: Row[]): Work<void> {
    const targets = [...query.targets].sort((one, other) => other - one).slice(0, MAX_TARGETS);
    if (targets.length === 0) return;
    for (let count = 0; count < MAX_INDEXED && this.#index(); count += INDEX_ROWS) yield;
    const matches = matcherOf(query);
    for (const row of this.#candidates(targets, query)) {
      if (row !== undefined && matches(row)) found.push(row);
      if (found.length >= query.limit) return;
      yield;
    }
  }

  /** Indexes a little; tells whether there is more. What it cannot index is looked through. */
  #index(): boolean {
    try {
      return this.#indexer.step(INDEX_ROWS);
    } catch {
      return false;
    }
  }

  /** What may match, from the end that counts: the index knows all but the newest. */
  *#candidates(targets: readonly number[], query: Query): Iterable<Row | undefined> {
    const trigrams = trigramsOf(query.words);
    const { order, after, before } = query;
    if (trigrams.length === 0) {
      yield* this.#scan(targets, query);
      return;
    }
    const { indexed } = this.#indexer;
    const tail = { order, before, after: Math.max(after, indexed) };
    const head = { order, after, before: Math.min(before, indexed + 1) };
    if (order === "newest") yield* this.#scan(targets, tail);
    const places = targets.map((target) => quote(placeToken(target))).join(" OR ");
    yield* this.#indexedRows(`place : (${places}) AND text : (${trigrams.join(" AND ")})`, head);
    if (order === "oldest") yield* this.#scan(targets, tail);
  }

  /** What the index finds; undefined is a pause. */
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

  *#scan(targets: readonly number[], { after, before, order }: Span): Iterable<Row> {
    while (after < before) {
      const part = { after, before, limit: SCAN_ROWS, from: order, events: false };
      const rows = this.#reader.range(targets, part);
      yield* order === "newest" ? rows.toReversed() : rows;
      if (rows.length < SCAN_ROWS) return;
      if (order === "newest") before = rows[0]?.seq ?? 0;
      else after = rows.at(-1)?.seq ?? before;
    }
  }
}

/**
 * Some of the trigrams of words, as strings of FTS5: enough to find few messages. Each is one
 * token, since how tokens stand to each other is slow to compare.
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

/** A word as a string of FTS5, in which a quotation mark is written twice. */
function quote(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}
