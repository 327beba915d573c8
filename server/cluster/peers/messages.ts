/** What nodes say to each other beside the log. It needs no order, and may be lost. */

/** Bytes of a message; a larger one is ignored. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
/** Keys of a list of counts. */
export const MAX_COUNTS = 256;
/** UTF-16 units of a key: an account with an address, or the id of a user. */
const MAX_KEY = 512;
/** A count; more than any node can count in a second. */
const MAX_COUNT = 1e9;
/** A time in milliseconds since 1970, the last one that a Date has. */
const MAX_TIME = 8.64e15;
/** Lines of an answer, and UTF-16 units of each. */
export const MAX_ANSWER_LINES = 1_000;
export const MAX_ANSWER_UNITS = 4_096;

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
export type NodeMessage = { readonly epoch: string; readonly node: string } & NodeMessageBody;

/** What a message says. */
export type NodeMessageBody =
  /** What the node counted in the last second, and the connections it has, by address. */
  | {
    readonly type: "use";
    readonly counts: Readonly<Record<LimitName, Counts>>;
    readonly open: Counts;
  }
  /** What the node says of itself, once a second. */
  | { readonly type: "about" } & NodeAbout
  /** Something that counts at once, such as a wrong password. */
  | {
    readonly type: "count";
    readonly limit: LimitName;
    readonly key: string;
    readonly amount: number;
  }
  /** A question to all nodes. */
  | {
    readonly type: "ask";
    readonly id: string;
    readonly question: string;
    readonly about: string;
  }
  /** An answer to a question. */
  | { readonly type: "answer"; readonly id: string; readonly lines: readonly string[] };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Writes a message. */
export function encodeMessage(message: NodeMessage): Uint8Array {
  return encoder.encode(JSON.stringify(message));
}

/** Reads a message; undefined if it is none, or of a type that this version does not know. */
export function decodeMessage(data: Uint8Array): NodeMessage | undefined {
  if (data.length > MAX_MESSAGE_BYTES) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(data));
  } catch {
    return undefined;
  }
  return isTable(value) && isMessage(value) ? value : undefined;
}

type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the fields of each type of message have the right values. */
const FIELDS: Readonly<Record<NodeMessage["type"], (message: Table) => boolean>> = {
  use: ({ counts, open }) =>
    isCounts(open) && isTable(counts) && Object.values(counts).every(isCounts),
  about: ({ people, version, startedAt }) =>
    isCount(people) && isKey(version) && isNumber(startedAt, MAX_TIME),
  count: ({ limit, key, amount }) => isKey(limit) && isKey(key) && isCount(amount),
  ask: ({ id, question, about }) => [id, question, about].every(isKey),
  answer: ({ id, lines }) =>
    isKey(id) && Array.isArray(lines) && lines.length <= MAX_ANSWER_LINES &&
    lines.every((line) => typeof line === "string" && line.length <= MAX_ANSWER_UNITS),
};

function isMessage(value: Table): value is Table & NodeMessage {
  const { epoch, node, type } = value;
  if (!isKey(epoch) || !isKey(node) || typeof type !== "string") return false;
  return Object.hasOwn(FIELDS, type) && FIELDS[type as NodeMessage["type"]](value);
}

function isKey(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_KEY;
}

function isCount(value: unknown): value is number {
  return isNumber(value, MAX_COUNT);
}

function isNumber(value: unknown, max: number): value is number {
  return typeof value === "number" && value >= 0 && value <= max;
}

function isCounts(value: unknown): value is Counts {
  return Array.isArray(value) && value.length <= MAX_COUNTS &&
    value.every((pair) =>
      Array.isArray(pair) && pair.length === 2 && isKey(pair[0]) && isCount(pair[1])
    );
}
