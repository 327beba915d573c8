import type { Log } from "../operator/log.ts";
import type { Entry, NetworkEvent } from "../network/events.ts";
import { nextSequence, timeOfSequence } from "../network/ids.ts";
import type { Outcome } from "../network/outcome.ts";
import type { Journal } from "./journal.ts";
import { lastSequenceOf, pass, type Stations } from "./stations.ts";

/** Options for {@linkcode LocalJournal}. */
export interface LocalJournalOptions extends Stations {
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with the entries that could not be stored. */
  readonly onLost: (entries: readonly Entry[]) => void;
}

/** The epoch of all entries of a single server. */
const EPOCH = "";

/** The journal of a single server: an event is applied at once when it is appended. */
export class LocalJournal implements Journal {
  readonly #options: LocalJournalOptions;
  #last: number;

  constructor(options: LocalJournalOptions) {
    this.#options = options;
    this.#last = options.recorder.lastSequence;
  }

  append<E extends NetworkEvent>(event: E, origin?: string): Outcome<E["type"]> {
    const sequence = nextSequence(this.#last, this.#options.now());
    const time = timeOfSequence(sequence);
    const entry = { event, epoch: EPOCH, sequence, time, origin } as unknown as Entry<E["type"]>;
    const outcome = this.#options.network.apply(entry);
    // Sending lines may end a session, which appends its QUIT.
    this.#last = lastSequenceOf(entry, outcome);
    if (outcome.ok) pass(this.#options, entry, outcome);
    return outcome;
  }

  /** Stores the events of the tick, before their lines are sent. */
  commit(): void {
    const lost = this.#options.recorder.commit();
    if (lost.length > 0) this.#options.onLost(lost);
  }
}
