/** What nodes say to each other beside the log. It needs no order, and may be lost. */

import { decodeTable, encode, isKey, isNumber, isTable, type Table } from "./values.ts";

/** Keys of a list of counts. */
export const MAX_COUNTS = 256;
/** A count; more than any node can count in a second. */
const MAX_COUNT = 1e9;
/** A time in milliseconds since 1970, the last one that a Date has. */
const MAX_TIME = 8.64e15;

/** Keys with their counts. */
export type Counts = readonly (readonly [string, number])[];

/** The name of a limit, by which nodes say what they have counted. */
export type LimitName = string;

/** What a node says of itself. */
export interface NodeAbout {
  /** The users who have a session there. */
  readonly people: number;
  readonly version: string;
  /** When it started, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** A message to all nodes. */
export type NodeMessage = { readonly epoch: string } & NodeMessageBody;

/** What a message says. */
export type NodeMessageBody =
  /** What the node counted in the last second, and the connections it has, by address. */
  | {
    readonly type: "use";
    readonly counts: Readonly<Record<LimitName, Counts>>;
    readonly open: Counts;
  }
  /** What the node says of itself, once a second, and the topic on which it answers. */
  | { readonly type: "about"; readonly topic: string } & NodeAbout
  /** Something that counts at once, such as a wrong password. */
  | {
    readonly type: "count";
    readonly limit: LimitName;
    readonly key: string;
    readonly amount: number;
  };

/** Writes a message. */
export function encodeMessage(message: NodeMessage): Uint8Array {
  return encode(message);
}

/** Reads a message; undefined if it is none, or of a type that this version does not know. */
export function decodeMessage(data: Uint8Array): NodeMessage | undefined {
  const value = decodeTable(data);
  return value !== undefined && isMessage(value) ? value : undefined;
}

/** Whether the fields of each type of message have the right values. */
const FIELDS: Readonly<Record<NodeMessage["type"], (message: Table) => boolean>> = {
  use: ({ counts, open }) =>
    isCounts(open) && isTable(counts) && Object.values(counts).every(isCounts),
  about: ({ people, version, startedAt, topic }) =>
    isCount(people) && isKey(version) && isNumber(startedAt, MAX_TIME) && isKey(topic),
  count: ({ limit, key, amount }) => isKey(limit) && isKey(key) && isCount(amount),
};

function isMessage(value: Table): value is Table & NodeMessage {
  const { epoch, type } = value;
  if (!isKey(epoch) || typeof type !== "string") return false;
  return Object.hasOwn(FIELDS, type) && FIELDS[type as NodeMessage["type"]](value);
}

function isCount(value: unknown): value is number {
  return isNumber(value, MAX_COUNT);
}

function isCounts(value: unknown): value is Counts {
  return Array.isArray(value) && value.length <= MAX_COUNTS &&
    value.every((pair) =>
      Array.isArray(pair) && pair.length === 2 && isKey(pair[0]) && isCount(pair[1])
    );
}
