import type { Entry, EventType, NetworkEvent } from "../network/events.ts";
import type { Effects, Outcome } from "../network/outcome.ts";

/** Puts events in one order, in which they are applied, stored and delivered. */
export interface Journal {
  /** Whether events wait, since the machines that share the journal cannot be reached. */
  readonly stalled?: boolean;
  /** The number of machines that share the journal; one if it is not set. */
  readonly nodes?: number;
  /**
   * Appends an event. The outcome may be known at once or later, so a handler that needs it uses
   * `andThen` or `settled`.
   */
  append<E extends NetworkEvent>(event: E, origin?: string): Appended<E["type"]>;
}

/** What {@linkcode Journal.append} returns. */
export type Appended<T extends EventType> = Outcome<T> | Promise<Outcome<T>>;

/** Stores events; used by `LocalJournal`. */
export interface Recorder {
  /** The last sequence of an earlier run of the server; 0 if none is known. */
  readonly lastSequence: number;
  /** Takes an applied event, which need not be stored before {@linkcode Recorder.commit}. */
  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void;
  /**
   * Stores what was recorded since the last commit.
   * @returns the entries that are lost because the store failed
   */
  commit(): readonly Entry[];
}
