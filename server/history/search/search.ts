import { parseSource } from "../../../protocol/message.ts";
import { casefold } from "../../../protocol/names.ts";
import type { Steps } from "../../io/turns.ts";
import { coverage, type Part } from "../reading/parts.ts";
import { type Reader, ROWS_PER_STEP } from "../reading/reader.ts";
import type { Row } from "../row.ts";
import type { IndexQuery, Page } from "./index_pages.ts";
import { type Indexer, targetToken } from "./indexer.ts";
import type { TextIndex } from "./text_index.ts";

/** Parts that one search covers, the first ones. */
const MAX_PARTS = 200;
/** Characters in a trigram; a shorter word is not in the index. */
const TRIGRAM = 3;
/** Trigrams in one query of the index. Each costs time, and every candidate is checked anyway. */
const MAX_TRIGRAMS = 4;
/** Steps of the indexer before a search, which then goes through the rows that are not indexed. */
const MAX_INDEX_STEPS = 200;
/** Rows that one search checks. */
const MAX_CHECKED = 500_000;
/** How long a search may take, in milliseconds, however much other work there is. */
const MAX_WAIT_MS = 10_000;

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
  /** Whose question it is, see {@linkcode TextIndex.open}. */
  readonly lane: string;
  /** Called with the number of rows that were read. */
  readonly onRead?: (rows: number) => void;
}

/** The sequences of rows that may match, or what is waited for. */
type Candidates = readonly number[] | Promise<void>;

/** A part of the history, without the sequences at both ends. */
type Span = Pick<Query, "after" | "before" | "order">;

/** Options for {@linkcode Search}. */
export interface SearchOptions {
  readonly reader: Reader;
  readonly indexer: Indexer;
  readonly index: TextIndex;
}

/** Finds messages by their text. */
export class Search {
  readonly #reader: Reader;
  readonly #indexer: Indexer;
  readonly #index: TextIndex;

  constructor({ reader, indexer, index }: SearchOptions) {
    this.#reader = reader;
    this.#indexer = indexer;
    this.#index = index;
  }

  /**
   * Finds messages, in short steps.
   * @returns their sequences in the query's order; if it takes too long, those found until then
   */
  *find(query: Query): Steps<readonly number[]> {
    const found: number[] = [];
    const latest = performance.now() + MAX_WAIT_MS;
    const parts = query.parts.slice(0, MAX_PARTS);
    if (parts.length === 0) return found;
    for (let count = 0; count < MAX_INDEX_STEPS && this.#indexSome(); count++) yield;
    const matches = matcherOf(query);
    const covers = coverage(parts);
    let checked = 0;
    for (const seqs of this.#candidates(parts, query)) {
      if (seqs instanceof Promise) {
        yield seqs;
        continue;
      }
      const rows = this.#reader.all(seqs).filter((row) => covers(row) && matches(row));
      if (query.order === "newest") rows.reverse();
      for (const { seq } of rows) found.push(seq);
      checked += seqs.length;
      query.onRead?.(seqs.length);
      const isOver = checked >= MAX_CHECKED || performance.now() > latest;
      if (found.length >= query.limit || isOver) break;
      yield;
    }
    return found.slice(0, query.limit);
  }

  /** Indexes some rows. Returns whether there may be more. */
  #indexSome(): boolean {
    try {
      return this.#indexer.step();
    } catch {
      // The search scans the rows that are not indexed.
      return false;
    }
  }

  /**
   * The sequences of rows that may match, in the query's order, in lists that are read in one step;
   * a promise is waited for. The index has all but the newest.
   */
  *#candidates(parts: readonly Part[], query: Query): Iterable<Candidates> {
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
    const match = `place : (${tokens}) AND text : (${trigrams.join(" AND ")})`;
    yield* this.#indexed({ match, ...head }, query.lane);
    if (order === "oldest") yield* this.#scan(parts, tail);
  }

  /** What the index finds. */
  *#indexed(query: IndexQuery, lane: string): Iterable<Candidates> {
    const open = this.#index.open(query, lane);
    try {
      for (;;) {
        let page: Page | undefined;
        const next = open.next();
        if (next instanceof Promise) yield next.then((value) => void (page = value));
        else page = next;
        const { seqs, isLast } = page as Page;
        for (let at = 0; at < seqs.length; at += ROWS_PER_STEP) {
          yield seqs.slice(at, at + ROWS_PER_STEP);
        }
        if (isLast) return;
      }
    } finally {
      open.end();
    }
  }

  /** All messages of parts. */
  *#scan(parts: readonly Part[], span: Span): Iterable<readonly number[]> {
    let list: number[] = [];
    for (const seq of this.#reader.sequences(parts, { ...span, events: false })) {
      if (seq !== undefined && list.push(seq) < ROWS_PER_STEP) continue;
      yield list;
      list = [];
    }
    yield list;
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
