import type { Log } from "../log.ts";

/** One kind of work behind the tick: does a little, and says whether there is more. */
export interface Chore {
  readonly name: string;
  readonly step: () => boolean;
}

/** How long after something was stored the work begins, in milliseconds. */
const DELAY_MS = 200;
/** How long a turn of it may take, in milliseconds; a step more is begun before that. */
const TURN_MS = 8;
/** How long others are served between two turns, in milliseconds. */
const REST_MS = 40;
/** How long it leaves alone what has failed, in milliseconds. */
const PAUSE_MS = 10_000;

/** Does the chores in short turns, so that nobody notices. */
export class Housekeeping {
  readonly #chores: readonly Chore[];
  readonly #log: Log;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(chores: readonly Chore[], log: Log) {
    this.#chores = chores;
    this.#log = log;
  }

  /** Has the chores looked at soon. */
  request(delay = DELAY_MS): void {
    if (this.#closed || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#turn(), delay);
    Deno.unrefTimer(this.#timer);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #turn(): void {
    this.#timer = undefined;
    const end = performance.now() + TURN_MS;
    let more = false;
    for (const { name, step } of this.#chores) {
      try {
        let unfinished = step();
        while (unfinished && performance.now() < end) unfinished = step();
        more ||= unfinished;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.#log.warn("Work on the history is put off", { what: name, why });
        this.request(PAUSE_MS);
        return;
      }
    }
    if (more) this.request(REST_MS);
  }
}
