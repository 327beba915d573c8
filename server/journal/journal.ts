import type { Delivery } from "../delivery/delivery.ts";
import type { Log } from "../log.ts";
import type { Entry, EventType, NetworkEvent } from "../network/events.ts";
import { nextSequence, timeOfSequence } from "../network/ids.ts";
import type { Network } from "../network/network.ts";
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

/** Where events are kept; see {@linkcode LocalJournal}. */
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

/** A recorder that keeps nothing. */
export const FORGETFUL: Recorder = {
  lastSequence: 0,
  record: ({ sequence }) => sequence,
  commit: () => [],
};

/** Options for {@linkcode LocalJournal}. */
export interface LocalJournalOptions {
  readonly network: Network;
  readonly delivery: Delivery;
  readonly recorder: Recorder;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Asks for a tick, at whose end {@linkcode LocalJournal.commit} is called. */
  readonly request: () => void;
  /** Told of entries whose lines were taken back, because they could not be stored. */
  readonly onLost: (entries: readonly Entry[]) => void;
}

/** The journal of a server alone: an event is applied the moment it is appended. */
export class LocalJournal implements Journal {
  readonly #options: LocalJournalOptions;
  #last: number;

  constructor(options: LocalJournalOptions) {
    this.#options = options;
    this.#last = options.recorder.lastSequence;
  }

  append<E extends NetworkEvent>(event: E, origin?: string): Outcome<E["type"]> {
    const { network, delivery, recorder, now, request } = this.#options;
    this.#last = nextSequence(this.#last, now());
    const time = timeOfSequence(this.#last);
    const entry = { event, sequence: this.#last, time, origin } as unknown as Entry<E["type"]>;
    const outcome = network.apply(entry);
    if (outcome.ok) {
      this.#last = recorder.record(entry, outcome);
      delivery.deliver(entry, outcome);
      request();
    }
    return outcome;
  }

  /** Stores what the tick brought, before anything of it is sent. */
  commit(): void {
    const lost = this.#options.recorder.commit();
    if (lost.length > 0) this.#options.onLost(lost);
  }
}
