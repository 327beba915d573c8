import type { Tags } from "../../protocol/message.ts";

/** The number that stands for each kind of row in the database. */
export const KIND = {
  PRIVMSG: 0,
  NOTICE: 1,
  TAGMSG: 8,
  JOIN: 9,
  PART: 10,
  QUIT: 11,
  NICK: 12,
  TOPIC: 13,
  MODE: 14,
  KICK: 15,
} as const;

export type KindName = keyof typeof KIND;

/** The name of each kind. */
export const KIND_NAMES: ReadonlyMap<number, KindName> = new Map(
  Object.entries(KIND).map(([name, kind]) => [kind, name as KindName]),
);

/** The first kind that is not a message with a text. */
export const FIRST_EVENT_KIND = KIND.TAGMSG;

/** Rows are either messages with a text or other events, TAGMSG included. */
export type Category = "messages" | "events";

/** A subquery for the targets and sequences of each category, see history/maintenance/target_index.ts. */
export const CATEGORY_SQL: Readonly<Record<Category, string>> = {
  messages: categorySql(0),
  events: categorySql(1),
};

function categorySql(category: number): string {
  const select = (table: string) => `SELECT target, seq FROM ${table} WHERE category = ${category}`;
  return `(${select("history_by_target")} UNION ALL ${select("recent_by_target")})`;
}

/** A row of the table `history`. */
export interface Row {
  /** Its sequence. */
  readonly seq: number;
  readonly target: number;
  readonly kind: number;
  /** `nick!user@host`, or a server's name. */
  readonly source: string;
  readonly account: string | null;
  /** The nickname that a direct message was sent to. */
  readonly recipient: string | null;
  /** The lines of a multi-line message are separated by a line feed. */
  readonly text: string;
  /** {@linkcode Extra} as JSON; null in most rows. */
  readonly extra: string | null;
}

/** Properties that few rows have. */
export interface Extra {
  /** Whether the source is a bot. */
  readonly bot?: true;
  /** Client-only tags. */
  readonly tags?: readonly (readonly [string, string])[];
  /** The lowest status bit that a message was sent to. */
  readonly status?: number;
  /** Indexes of the lines of a multi-line message that continue the line before. */
  readonly concat?: readonly number[];
  /** The sequence of the event, if it has rows in several channels. */
  readonly of?: number;
  /** The number of these rows, on the first of them. */
  readonly rows?: number;
}

/** The extra of a message as JSON; null if it has none. */
export function messageExtra(
  { bot, tags, status, concat }: {
    readonly bot: boolean;
    readonly tags: Tags;
    readonly status: number;
    readonly concat: readonly number[] | undefined;
  },
): string | null {
  if (!bot && tags.size === 0 && status === 0 && concat === undefined) return null;
  const extra: Extra = {
    ...(bot ? { bot } : {}),
    ...(tags.size > 0 ? { tags: [...tags] } : {}),
    ...(status > 0 ? { status } : {}),
    ...(concat === undefined ? {} : { concat }),
  };
  return JSON.stringify(extra);
}

const NO_EXTRA: Extra = {};

/** The extra of a row. */
export function extraOf(row: Pick<Row, "extra">): Extra {
  return row.extra === null ? NO_EXTRA : JSON.parse(row.extra) as Extra;
}
