/** The moment from which sequences count, in milliseconds since 1970: 2025-01-01. */
const EPOCH = 1_735_689_600_000;
/** Places in each millisecond; more than that borrow from the next one. */
const PLACES = 4096;

/**
 * The next place in the order of events: after `last`, and no earlier than the time says.
 *
 * A sequence is a safe integer until the year 2094. It goes on rising over restarts even
 * where nothing was stored, since it begins with the time.
 */
export function nextSequence(last: number, time: number): number {
  const now = (time - EPOCH) * PLACES;
  return last < now ? now : last + 1;
}

/** The time that a sequence carries, in milliseconds since 1970. */
export function timeOfSequence(sequence: number): number {
  return EPOCH + Math.floor(sequence / PLACES);
}

/** The first sequence of a millisecond since 1970: everything earlier is smaller. */
export function firstSequenceAt(time: number): number {
  return (Math.ceil(time) - EPOCH) * PLACES;
}

/** A message's id on the wire (the `msgid` tag): its place, in few characters. */
export function formatMessageId(sequence: number): string {
  return sequence.toString(36);
}

/** The place that a message id names; undefined where it is none of ours. */
export function parseMessageId(id: string): number | undefined {
  if (!/^[0-9a-z]{1,11}$/.test(id)) return undefined;
  const sequence = Number.parseInt(id, 36);
  return Number.isSafeInteger(sequence) ? sequence : undefined;
}

/** Makes ids for what this process creates, unlike any other process's. */
export function idSource(random = crypto.randomUUID()): () => string {
  const prefix = random.replaceAll("-", "").slice(0, 12);
  let count = 0;
  return () => `${prefix}${(count++).toString(36)}`;
}
