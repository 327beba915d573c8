import type { Clock } from "./clock.ts";
import type { SaidEvent } from "./events.ts";
import type { Here } from "./here.ts";

/** Milliseconds in which what was read is gathered. */
const GATHER_MS = 2_000;

/** Options for {@linkcode ReadMarks}. */
export interface ReadMarksOptions {
  readonly here: Here;
  readonly clock: Clock;
  /** Whether the server is there and knows draft/read-marker. */
  readonly isOffered: () => boolean;
  readonly send: (command: string, params: readonly string[]) => void;
}

/** Tells the server how far a person has read, so that their other clients know. */
export class ReadMarks {
  readonly #options: ReadMarksOptions;
  readonly #unsent = new Map<string, SaidEvent>();
  #cancel: (() => void) | undefined;

  constructor(options: ReadMarksOptions) {
    this.#options = options;
  }

  /** The person has seen this message. */
  read(event: SaidEvent): void {
    const { here, clock, isOffered } = this.#options;
    if (!isOffered()) return;
    const key = here.fold(event.conversation);
    if ((this.#unsent.get(key)?.time ?? 0) < event.time) this.#unsent.set(key, event);
    this.#cancel ??= clock.after(GATHER_MS, () => this.send());
  }

  /** Sends what is gathered. */
  send(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const { isOffered, send } = this.#options;
    if (isOffered()) {
      for (const { conversation, time } of this.#unsent.values()) {
        send("MARKREAD", [conversation, `timestamp=${new Date(time).toISOString()}`]);
      }
    }
    this.#unsent.clear();
  }
}
