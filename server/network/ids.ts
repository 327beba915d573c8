/** The moment from which sequences count, in milliseconds since 1970: 2025-01-01. */
const EPOCH = 1_735_689_600_000;
/** Sequences in each millisecond; more events than that take those of the next one. */
const SEQUENCES_PER_MS = 4096;

/**
 * A clock later than this is wrong, in milliseconds since 1970. Sequences are safe integers until
 * the year 2094, and one message of that time would take all later ones there.
 */
export const LATEST_TIME = Date.UTC(2060, 0);

/**
 * The next sequence: greater than `last`, and no earlier than the time says, unless that is later
 * than {@linkcode LATEST_TIME}. It rises over restarts even if nothing was stored, since its high
 * bits are the time.
 */
export function nextSequence(last: number, time: number): number {
  const now = time > LATEST_TIME ? 0 : (time - EPOCH) * SEQUENCES_PER_MS;
  return last < now ? now : last + 1;
}

/** The time that a sequence carries, in milliseconds since 1970. */
export function timeOfSequence(sequence: number): number {
  return EPOCH + Math.floor(sequence / SEQUENCES_PER_MS);
}

/** The first sequence of a time in milliseconds since 1970; all earlier ones are smaller. */
export function firstSequenceAt(time: number): number {
  return (Math.ceil(time) - EPOCH) * SEQUENCES_PER_MS;
}

/** A message's id on the wire (the `msgid` tag): its sequence in base 36. */
export function formatMessageId(sequence: number): string {
  return sequence.toString(36);
}

/** The sequence in a message id; undefined if the id cannot be from this program. */
export function parseMessageId(id: string): number | undefined {
  if (!/^[0-9a-z]{1,11}$/.test(id)) return undefined;
  const sequence = Number.parseInt(id, 36);
  return Number.isSafeInteger(sequence) ? sequence : undefined;
}

/** The length of the part of an id that all ids of one source begin with. */
const PREFIX_LENGTH = 12;

/** The epoch of the node that has made an id, see cluster/journal.ts. */
export function epochOf(id: string): string {
  return id.slice(0, PREFIX_LENGTH);
}

/** Makes ids that no other process makes. */
export function idSource(random: string = crypto.randomUUID()): () => string {
  const prefix = random.replaceAll("-", "").slice(0, PREFIX_LENGTH);
  let count = 0;
  return () => `${prefix}${(count++).toString(36)}`;
}
