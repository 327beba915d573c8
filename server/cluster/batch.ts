import type { NetworkEvent } from "../network/events.ts";

/** The version of the format; a server ends before a batch of a later one. */
const VERSION = 1;

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
  { events, ...head }: Omit<Batch, "events"> & { readonly events: readonly string[] },
): Uint8Array {
  const text = JSON.stringify({ version: VERSION, ...head });
  return encoder.encode(`${text.slice(0, -1)},"events":[${events.join(",")}]}`);
}

/** Reads the bytes of a message. Throws an Error if they are no batch that this program knows. */
export function decodeBatch(data: Uint8Array): Batch {
  const { version, ...batch } = JSON.parse(decoder.decode(data));
  if (version !== VERSION) {
    throw new Error(
      `Cannot read the log of the cluster: it has the format ${version}; update this server`,
    );
  }
  return { ...batch, events: batch.events.map(restoreTags) };
}

function restoreTags([event, origin]: Appended): Appended {
  if (event.type !== "message") return [event, origin];
  return [{ ...event, tags: new Map(event.tags) }, origin];
}
