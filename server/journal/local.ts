import type { Delivery } from "../delivery/delivery.ts";
import { deliver } from "../delivery/table.ts";
import type { Log } from "../operator/log.ts";
import type { Entry, NetworkEvent } from "../network/events.ts";
import { nextSequence, timeOfSequence } from "../network/ids.ts";
import type { Network } from "../network/network.ts";
import type { Outcome } from "../network/outcome.ts";
import type { Journal, Recorder } from "./journal.ts";

/** Options for {@linkcode LocalJournal}. */
export interface LocalJournalOptions {
  readonly network: Network;
  readonly delivery: Delivery;
  readonly recorder: Recorder;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Requests a tick, at the end of which {@linkcode LocalJournal.commit} is called. */
  readonly requestTick: () => void;
  /** Called with the entries that could not be stored. */
  readonly onLost: (entries: readonly Entry[]) => void;
}

/** The journal of a single server: an event is applied at once when it is appended. */
export class LocalJournal implements Journal {
  readonly #options: LocalJournalOptions;
  #last: number;

  constructor(options: LocalJournalOptions) {
    this.#options = options;
    this.#last = options.recorder.lastSequence;
  }

  append<E extends NetworkEvent>(event: E, origin?: string): Outcome<E["type"]> {
    const { network, delivery, recorder, now, requestTick } = this.#options;
    this.#last = nextSequence(this.#last, now());
    const time = timeOfSequence(this.#last);
    const entry = { event, sequence: this.#last, time, origin } as unknown as Entry<E["type"]>;
    const outcome = network.apply(entry);
    if (outcome.ok) {
      this.#last = recorder.record(entry, outcome);
      deliver(delivery, entry, outcome);
      requestTick();
    }
    return outcome;
  }

  /** Stores the events of the tick, before their lines are sent. */
  commit(): void {
    const lost = this.#options.recorder.commit();
    if (lost.length > 0) this.#options.onLost(lost);
  }
}
