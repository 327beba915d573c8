import { APPLY } from "../network/apply/mod.ts";
import type { EventType, NetworkEvent } from "../network/events.ts";

/** What a program knows of the format of the log. */
export interface Format {
  /** The latest version of the format that the program knows. */
  readonly version: number;
  /** The version with which a type of event came, if that is not the first one. */
  readonly since: Readonly<Partial<Record<EventType, number>>>;
}

/**
 * The format that this program knows. Its version rises with each change by which an earlier program
 * would apply a batch in another way, or not at all. Nodes append batches of the version that all
 * nodes know, so a type of event that came with a later one waits for the last node to be updated.
 */
export const FORMAT: Format = { version: 1, since: {} };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An event, and the session that asked for it. */
export type Appended = readonly [event: NetworkEvent, origin?: string | undefined];

/** What one message of the log says. */
export interface Batch {
  /** The name of the node that appended it. */
  readonly node: string;
  /** The epoch of that node: its time from a start to an end, see journal.ts. */
  readonly epoch: string;
  /** 1 for the first batch of an epoch, and one more for each that follows. */
  readonly number: number;
  /** When it was made, in milliseconds since 1970. */
  readonly time: number;
  readonly events: readonly Appended[];
  /** The version of the format that the node knows; in the first batch of an epoch. */
  readonly knows?: number | undefined;
  /** The epoch of a node that is gone, whose users quit. */
  readonly gone?: string | undefined;
}

/** An event as the text that {@linkcode encodeBatch} takes. */
export function encodeEvent(event: NetworkEvent, origin: string | undefined): string {
  if (event.type !== "message") return JSON.stringify([event, origin]);
  // The tags are the only map in an event.
  return JSON.stringify([{ ...event, tags: [...event.tags] }, origin]);
}

/** A batch as the bytes of a message, with events as {@linkcode encodeEvent} makes them. */
export function encodeBatch(
  { events, ...head }: Omit<Batch, "events"> & {
    /** The version of the format that it has. */
    readonly version: number;
    readonly events: readonly string[];
  },
): Uint8Array {
  const text = JSON.stringify(head);
  return encoder.encode(`${text.slice(0, -1)},"events":[${events.join(",")}]}`);
}

/** Reads the bytes of a message. Throws an Error if a program of this format cannot apply them. */
export function decodeBatch(data: Uint8Array, format: Format = FORMAT): Batch {
  const { version, ...batch } = JSON.parse(decoder.decode(data));
  if (version > format.version) throw laterError(`batches of the format ${version}`);
  return { ...batch, events: batch.events.map(restoreEvent) };
}

function laterError(what: string): Error {
  return new Error(
    `Cannot follow the log of the cluster: it has ${what}, which this server does not know; update ` +
      "this server",
  );
}

function restoreEvent([event, origin]: Appended): Appended {
  if (!Object.hasOwn(APPLY, event.type)) throw laterError(`an event of the type ${event.type}`);
  if (event.type !== "message") return [event, origin];
  return [{ ...event, tags: new Map(event.tags) }, origin];
}
