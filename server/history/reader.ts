import type { DatabaseSync, StatementSync } from "node:sqlite";
import { FIRST_HAPPENED, KIND, type Row } from "./row.ts";

/** Every place is smaller. */
export const END = Number.MAX_SAFE_INTEGER;

/** Which part of a history is read. */
export interface Range {
  /** Only what came after this place. */
  readonly after: number;
  /** Only what came before this place. */
  readonly before: number;
  readonly limit: number;
  /** Which end counts where there is more than the limit. */
  readonly from: "newest" | "oldest";
  /** Whether what happened is read too, beside what was said. */
  readonly events: boolean;
}

const COLUMNS = "seq, target, kind, source, account, recipient, text, extra";

type Source = "said" | "happened";
type Order = "DESC" | "ASC";

/** Reads rows of the history; it must be settled. */
export class Reader {
  readonly #ranges: Readonly<Record<`${Source}${Order}`, StatementSync>>;
  readonly #last: StatementSync;
  readonly #one: StatementSync;
  readonly #newest: StatementSync;

  constructor(db: DatabaseSync) {
    const range = (source: Source, order: Order) =>
      db.prepare(
        `SELECT ${COLUMNS} FROM history INDEXED BY history_${source} ` +
          `WHERE target = ? AND kind ${source === "said" ? "<" : ">="} ${FIRST_HAPPENED} ` +
          `AND seq > ? AND seq < ? ORDER BY seq ${order} LIMIT ?`,
      );
    this.#ranges = {
      saidASC: range("said", "ASC"),
      saidDESC: range("said", "DESC"),
      happenedASC: range("happened", "ASC"),
      happenedDESC: range("happened", "DESC"),
    };
    this.#last = db.prepare("SELECT max(seq) AS seq FROM history");
    this.#one = db.prepare(`SELECT ${COLUMNS} FROM history WHERE seq = ?`);
    this.#newest = db.prepare(
      "SELECT max(seq) AS seq FROM history INDEXED BY history_said " +
        `WHERE target = ? AND kind < ${FIRST_HAPPENED}`,
    );
  }

  /** Rows of targets in their order, the oldest first. */
  range(targets: readonly number[], { after, before, limit, from, events }: Range): Row[] {
    const order = from === "newest" ? "DESC" : "ASC";
    const sources: readonly Source[] = events ? ["said", "happened"] : ["said"];
    const parts = targets.flatMap((target) =>
      sources.map((source) =>
        this.#ranges[`${source}${order}`].all(target, after, before, limit) as unknown as Row[]
      )
    );
    const rows = parts.length === 1 ? parts[0] as Row[] : merge(parts, { order, limit });
    return order === "DESC" ? rows.reverse() : rows;
  }

  /** The row at a place. */
  at(seq: number): Row | undefined {
    return this.#one.get(seq) as unknown as Row | undefined;
  }

  /** The place of the last row; undefined where there is none. */
  last(): number | undefined {
    const row = this.#last.get();
    return row?.["seq"] === null ? undefined : Number(row?.["seq"]);
  }

  /** The place of the last thing that was said in any of the targets. */
  newest(targets: readonly number[]): number | undefined {
    let newest = 0;
    for (const target of targets) {
      newest = Math.max(newest, Number(this.#newest.get(target)?.["seq"] ?? 0));
    }
    return newest === 0 ? undefined : newest;
  }
}

function merge(parts: readonly Row[][], { order, limit }: { order: Order; limit: number }): Row[] {
  const sign = order === "ASC" ? 1 : -1;
  return parts.flat().sort((one, other) => (one.seq - other.seq) * sign).slice(0, limit);
}

/** Whether a row is something that was said, or a message of tags alone. */
export function isMessage({ kind }: Row): boolean {
  return kind < FIRST_HAPPENED || kind === KIND.TAGMSG;
}
