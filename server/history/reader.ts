import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Part } from "./parts.ts";
import { type Category, CATEGORY_SQL, FIRST_EVENT_KIND, KIND, type Row } from "./row.ts";

/** What is read of some parts of the history. */
export interface Range {
  /** The sequence before the first one that is read. */
  readonly after: number;
  /** The sequence after the last one that is read. */
  readonly before: number;
  readonly limit: number;
  /** Which rows are read if there are more than `limit`. */
  readonly from: "newest" | "oldest";
  /** Whether other events are read beside messages. */
  readonly events: boolean;
}

const COLUMNS = "seq, target, kind, source, account, recipient, text, extra";

type Order = "DESC" | "ASC";

/** Reads stored rows of the history. */
export class Reader {
  readonly #ranges: Readonly<Record<`${Category}${Order}`, StatementSync>>;
  readonly #last: StatementSync;
  readonly #one: StatementSync;
  readonly #newest: StatementSync;

  constructor(db: DatabaseSync) {
    const range = (category: Category, order: Order) => {
      const { index, condition } = CATEGORY_SQL[category];
      return db.prepare(
        `SELECT ${COLUMNS} FROM history INDEXED BY ${index} WHERE target = ? AND ${condition} ` +
          `AND seq > ? AND seq < ? ORDER BY seq ${order} LIMIT ?`,
      );
    };
    this.#ranges = {
      messagesASC: range("messages", "ASC"),
      messagesDESC: range("messages", "DESC"),
      eventsASC: range("events", "ASC"),
      eventsDESC: range("events", "DESC"),
    };
    this.#last = db.prepare("SELECT max(seq) AS seq FROM history");
    this.#one = db.prepare(`SELECT ${COLUMNS} FROM history WHERE seq = ?`);
    const { index, condition } = CATEGORY_SQL.messages;
    this.#newest = db.prepare(
      `SELECT max(seq) AS seq FROM history INDEXED BY ${index} WHERE target = ? AND ${condition} ` +
        "AND seq > ? AND seq < ?",
    );
  }

  /** The rows of parts in a range, the oldest first. */
  range(parts: readonly Part[], { after, before, limit, from, events }: Range): Row[] {
    const order = from === "newest" ? "DESC" : "ASC";
    const categories: readonly Category[] = events ? ["messages", "events"] : ["messages"];
    const lists: Row[][] = [];
    for (const part of parts) {
      const first = Math.max(after, part.after);
      const last = Math.min(before, part.before);
      if (last - first < 2) continue;
      for (const category of categories) {
        const statement = this.#ranges[`${category}${order}`];
        lists.push(statement.all(part.target, first, last, limit) as unknown as Row[]);
      }
    }
    const rows = lists.length === 1 ? lists[0] as Row[] : merge(lists, { order, limit });
    return order === "DESC" ? rows.reverse() : rows;
  }

  /** The row of a sequence. */
  at(seq: number): Row | undefined {
    return this.#one.get(seq) as unknown as Row | undefined;
  }

  /** The sequence of the last row; undefined if there is none. */
  last(): number | undefined {
    const row = this.#last.get();
    return row?.["seq"] === null ? undefined : Number(row?.["seq"]);
  }

  /** The sequence of the newest message of parts; undefined if there is none. */
  newest(parts: readonly Part[]): number | undefined {
    let newest = 0;
    for (const { target, after, before } of parts) {
      newest = Math.max(newest, Number(this.#newest.get(target, after, before)?.["seq"] ?? 0));
    }
    return newest === 0 ? undefined : newest;
  }
}

function merge(lists: readonly Row[][], { order, limit }: { order: Order; limit: number }): Row[] {
  const sign = order === "ASC" ? 1 : -1;
  return lists.flat().sort((one, other) => (one.seq - other.seq) * sign).slice(0, limit);
}

/** Whether a row is a PRIVMSG, NOTICE or TAGMSG. */
export function isMessage({ kind }: Row): boolean {
  return kind < FIRST_EVENT_KIND || kind === KIND.TAGMSG;
}
