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
      deliver(delivery, entry, outcome);
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
