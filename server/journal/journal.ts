import type { Entry, EventType, NetworkEvent } from "../network/events.ts";
import type { Effects, Outcome } from "../network/outcome.ts";

/** The order of events. What is appended is applied, stored and delivered in one order. */
export interface Journal {
  /**
   * Puts an event in its place. What came of it may be known at once or later; who needs to
   * know awaits it, and nobody may rely on either.
   */
  append<E extends NetworkEvent>(event: E, origin?: string): Appended<E["type"]>;
}

/** What {@linkcode Journal.append} returns. */
export type Appended<T extends EventType> = Outcome<T> | Promise<Outcome<T>>;

/** Where events are kept; see `LocalJournal`. */
export interface Recorder {
  /** The last sequence that was given in any earlier run; 0 where none is known. */
  readonly lastSequence: number;
  /**
   * Takes an applied event; it need not be safe before {@linkcode Recorder.commit}.
   * @returns the last place it takes: one that several rooms saw takes one for each
   */
  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): number;
  /**
   * Makes safe what was recorded since the last commit.
   * @returns the entries that are lost for good, because the store failed
   */
  commit(): readonly Entry[];
}
