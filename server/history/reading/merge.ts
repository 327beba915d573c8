import type { StatementSync } from "node:sqlite";

/** Sequences that a statement reads at a time. */
const PAGE = 100;

/** The order in which a history is read. */
export type Order = "newest" | "oldest";

/** Where a cursor reads, without the sequences at both ends. */
export interface CursorSpan {
  readonly target: number;
  readonly after: number;
  readonly before: number;
  readonly order: Order;
}

/** Reads the sequences of one part of the history, a page at a time. */
export class Cursor {
  readonly #statement: StatementSync;
  readonly #target: number;
  readonly #order: Order;
  #after: number;
  #before: number;
  #page: number[] = [];
  #at = 0;
  #more = true;

  /** The statement takes the target, both ends and a limit. */
  constructor(statement: StatementSync, { target, after, before, order }: CursorSpan) {
    this.#statement = statement;
    this.#target = target;
    this.#order = order;
    this.#after = after;
    this.#before = before;
  }

  /** Whether its next sequence is known; otherwise {@linkcode Cursor.read} reads it. */
  get isRead(): boolean {
    return this.#at < this.#page.length;
  }

  /** Its next sequence; the first that it may be if that is not known. */
  get next(): number {
    return this.#page[this.#at] ??
      (this.#order === "newest" ? this.#before - 1 : this.#after + 1);
  }

  /** Whether it has no more sequences. */
  get isAtEnd(): boolean {
    return !this.isRead && !(this.#more && this.#before - this.#after > 1);
  }

  /** Goes on to the sequence after the next one. */
  advance(): void {
    this.#at++;
  }

  /** Reads a page of sequences. */
  read(): void {
    const rows = this.#statement.all(this.#target, this.#after, this.#before, PAGE);
    this.#page = rows.map(({ seq }) => Number(seq));
    this.#at = 0;
    this.#more = rows.length === PAGE;
    const last = this.#page.at(-1);
    if (last === undefined) return;
    if (this.#order === "newest") this.#before = last;
    else this.#after = last;
  }
}

/** The sequences of several cursors in their order; undefined is a pause. */
export function* mergeCursors(
  cursors: readonly Cursor[],
  order: Order,
): Iterable<number | undefined> {
  let open = cursors.filter((cursor) => !cursor.isAtEnd);
  while (open.length > 0) {
    const first = open.reduce((one, other) =>
      (order === "newest" ? other.next > one.next : other.next < one.next) ? other : one
    );
    if (first.isRead) {
      yield first.next;
      first.advance();
    } else {
      first.read();
      yield undefined;
    }
    if (first.isAtEnd) open = open.filter((cursor) => cursor !== first);
  }
}
