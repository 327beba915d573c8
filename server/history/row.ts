import type { Tags } from "../../protocol/message.ts";

/** How each kind of line is stored. What was said is below {@linkcode FIRST_HAPPENED}. */
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

/** The first kind that is not something said, but something that happened. */
export const FIRST_HAPPENED = 8;

export type KindName = keyof typeof KIND;

/** The name of each stored kind. */
export const KIND_NAMES: ReadonlyMap<number, KindName> = new Map(
  Object.entries(KIND).map(([name, kind]) => [kind, name as KindName]),
);

/** A row of the table `history`. */
export interface Row {
  readonly seq: number;
  readonly target: number;
  readonly kind: number;
  /** `nick!user@host`, or a server's name. */
  readonly source: string;
  readonly account: string | null;
  /** The nickname a direct message was for. */
  readonly recipient: string | null;
  /** What was said; lines of a message of many are parted by a line feed. */
  readonly text: string;
  /** {@linkcode Extra}, for the few rows that have any. */
  readonly extra: string | null;
}

/** What few rows have. */
export interface Extra {
  /** Whether it comes from a bot. */
  readonly bot?: true;
  /** Client-only tags. */
  readonly tags?: readonly (readonly [string, string])[];
  /** Smallest status bit that it was for. */
  readonly status?: number;
  /** Of a message of many lines: those that go on from the one before without a break. */
  readonly concat?: readonly number[];
  /** The event's own place, where it has a row for each of several rooms. */
  readonly of?: number;
  /** How many rows such an event has, on its first. */
  readonly rows?: number;
}

/** What a message brings that few have; null when it has nothing of it. */
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

const NOTHING: Extra = {};

/** Reads a row's extra. */
export function extraOf(row: Pick<Row, "extra">): Extra {
  return row.extra === null ? NOTHING : JSON.parse(row.extra) as Extra;
}
