import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Cursor, mergeCursors, type Order } from "./merge.ts";
import { EVERYTHING, type Part } from "./parts.ts";
import { type Category, CATEGORY_SQL, FIRST_EVENT_KIND, KIND, type Row } from "../row.ts";

/** Rows that are read in one step. */
export const ROWS_PER_STEP = 100;

/** Stretches that are read in one step, each up to {@linkcode ROWS_PER_STEP}. */
const SPANS_PER_STEP = 4;

/** A stretch of the history, without the sequences at both ends. */
export interface Span {
  /** The sequence before the first one that is read. */
  readonly after: number;
  /** The sequence after the last one that is read. */
  readonly before: number;
  /** Whether other events are read beside messages. */
  readonly events: boolean;
}

/** What is read of some parts of the history. */
export interface Range extends Span {
  readonly limit: number;
  /** Which rows are read if there are more than `limit`. */
  readonly from: Order;
}

const COLUMNS = "seq, target, kind, source, account, recipient, text, extra";

type Direction = "DESC" | "ASC";
type Statements = Readonly<Record<`${Category}${Direction}`, StatementSync>>;

/** Reads stored rows of the history. Each call takes less than a millisecond. */
export class Reader {
  readonly #ranges: Statements;
  readonly #sequences: Statements;
  readonly #last: StatementSync;
  readonly #one: StatementSync;
  readonly #several: StatementSync;

  constructor(db: DatabaseSync) {
    this.#sequences = prepareAll(db, (seqs) => seqs);
    this.#ranges = prepareAll(
      db,
      (seqs, direction) =>
        `SELECT ${COLUMNS} FROM history WHERE seq IN (${seqs}) ORDER BY seq ${direction}`,
    );
    this.#last = db.prepare("SELECT max(seq) AS seq FROM history");
    this.#one = db.prepare(`SELECT ${COLUMNS} FROM history WHERE seq = ?`);
    this.#several = db.prepare(
      `SELECT ${COLUMNS} FROM history WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    );
  }

  /**
   * The rows of parts in a range, the oldest first, in lists of {@linkcode ROWS_PER_STEP} at most.
   * An empty list is a pause.
   */
  *rows(parts: readonly Part[], range: Range): Iterable<readonly Row[]> {
    const { limit, from } = range;
    const spans = [...spansOf(parts, range)];
    if (spans.length <= SPANS_PER_STEP && limit <= ROWS_PER_STEP) {
      yield this.#page(spans, { limit, from });
      return;
    }
    const seqs: number[] = [];
    for (const seq of this.sequences(parts, { ...range, order: from })) {
      if (seq === undefined) yield [];
      else if (seqs.push(seq) === limit) break;
    }
    if (from === "newest") seqs.reverse();
    for (let at = 0; at < seqs.length; at += ROWS_PER_STEP) {
      yield this.all(seqs.slice(at, at + ROWS_PER_STEP));
    }
  }

  /** Whether there is a message in parts; the parts are few. */
  hasMessage(parts: readonly Part[], { before }: { readonly before: number }): boolean {
    return parts.some((part) =>
      this.newest({ ...part, before: Math.min(part.before, before) }) !== undefined
    );
  }

  /** The sequences of the rows of parts in an order; undefined is a pause. */
  sequences(
    parts: readonly Part[],
    { order, ...span }: Span & { readonly order: Order },
  ): Iterable<number | undefined> {
    const direction = order === "newest" ? "DESC" : "ASC";
    const cursors = [...spansOf(parts, span)].map(({ category, ...place }) =>
      new Cursor(this.#sequences[`${category}${direction}`], { ...place, order })
    );
    return mergeCursors(cursors, order);
  }

  /** The row of a sequence. */
  at(seq: number): Row | undefined {
    return this.#one.get(seq) as unknown as Row | undefined;
  }

  /** The rows of sequences, {@linkcode ROWS_PER_STEP} at most; the oldest first. */
  all(seqs: readonly number[]): Row[] {
    return this.#several.all(JSON.stringify(seqs)) as unknown as Row[];
  }

  /** The sequence of the last row; undefined if there is none. */
  last(): number | undefined {
    const row = this.#last.get();
    return row?.["seq"] === null ? undefined : Number(row?.["seq"]);
  }

  /** The sequence of the newest message of a part; undefined if there is none. */
  newest({ target, after, before }: Part): number | undefined {
    const seq = this.#sequences.messagesDESC.get(target, after, before, 1)?.["seq"];
    return seq === undefined ? undefined : Number(seq);
  }

  /** Some sequences of a part, {@linkcode ROWS_PER_STEP} of each category at most. */
  some({ target, after, before }: Part): number[] {
    return [this.#sequences.messagesASC, this.#sequences.eventsASC]
      .flatMap((statement) => statement.all(target, after, before, ROWS_PER_STEP))
      .map(({ seq }) => Number(seq));
  }

  /** The first sequence of a target; undefined if it has no rows. */
  first(target: number): number | undefined {
    const { after, before } = EVERYTHING;
    const firsts = [this.#sequences.messagesASC, this.#sequences.eventsASC]
      .flatMap((statement) => statement.all(target, after, before, 1));
    return firsts.length === 0 ? undefined : Math.min(...firsts.map(({ seq }) => Number(seq)));
  }

  #page(
    spans: readonly CategorySpan[],
    { limit, from }: Pick<Range, "limit" | "from">,
  ): readonly Row[] {
    const direction = from === "newest" ? "DESC" : "ASC";
    const lists = spans.map(({ category, target, after, before }) => {
      const statement = this.#ranges[`${category}${direction}`];
      return statement.all(target, after, before, limit) as unknown as Row[];
    });
    const rows = lists.length === 1 ? lists[0] as Row[] : merge(lists, { from, limit });
    return from === "newest" ? rows.reverse() : rows;
  }
}

/** A stretch of one category in a part. */
interface CategorySpan extends Part {
  readonly category: Category;
}

/** Prepares what `sqlOf` makes of the query for the sequences of each category in each direction. */
function prepareAll(
  db: DatabaseSync,
  sqlOf: (seqs: string, direction: Direction) => string,
): Statements {
  const prepare = (category: Category, direction: Direction) => {
    const seqs = `SELECT seq FROM ${CATEGORY_SQL[category]} WHERE target = ? ` +
      `AND seq > ? AND seq < ? ORDER BY seq ${direction} LIMIT ?`;
    return db.prepare(sqlOf(seqs, direction));
  };
  return {
    messagesASC: prepare("messages", "ASC"),
    messagesDESC: prepare("messages", "DESC"),
    eventsASC: prepare("events", "ASC"),
    eventsDESC: prepare("events", "DESC"),
  };
}

/** The stretches of a span in each part and category that are not empty. */
function* spansOf(
  parts: readonly Part[],
  { after, before, events }: Span,
): Iterable<CategorySpan> {
  const categories: readonly Category[] = events ? ["messages", "events"] : ["messages"];
  for (const part of parts) {
    const first = Math.max(after, part.after);
    const last = Math.min(before, part.before);
    if (last - first < 2) continue;
    for (const category of categories) {
      yield { category, target: part.target, after: first, before: last };
    }
  }
}

function merge(
  lists: readonly Row[][],
  { from, limit }: { readonly from: Order; readonly limit: number },
): Row[] {
  const sign = from === "oldest" ? 1 : -1;
  return lists.flat().sort((one, other) => (one.seq - other.seq) * sign).slice(0, limit);
}

/** Whether a row is a PRIVMSG, NOTICE or TAGMSG. */
export function isMessage({ kind }: Row): boolean {
  return kind < FIRST_EVENT_KIND || kind === KIND.TAGMSG;
}
