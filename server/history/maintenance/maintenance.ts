import { messageOf } from "../../../protocol/errors.ts";
import type { Log } from "../../operator/log.ts";

/** One kind of work behind the tick: does a little, and says whether there is more. */
export interface Chore {
  readonly name: string;
  readonly step: () => boolean;
}

/** How long nothing is to be stored before the work begins, in milliseconds. */
const QUIET_MS = 2_000;
/** How long the work waits for that at most, in milliseconds. */
const MOST_WAIT_MS = 30_000;
/** How long a turn of it may take, in milliseconds; a step more is begun before that. */
const TURN_MS = 8;
/** How long others are served between two turns, in milliseconds. */
const REST_MS = 40;
/** How long it leaves alone what has failed, in milliseconds. */
const PAUSE_MS = 10_000;

/** Does the chores in short turns, when there is little else to do, so that nobody notices. */
export class Housekeeping {
  readonly #chores: readonly Chore[];
  readonly #log: Log;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #firstAsked = 0;
  #lastAsked = 0;

  constructor(chores: readonly Chore[], log: Log) {
    this.#chores = chores;
    this.#log = log;
  }

  /** Has the chores looked at when it is quiet. */
  request(): void {
    this.#lastAsked = performance.now();
    if (this.#timer !== undefined) return;
    this.#firstAsked = this.#lastAsked;
    this.#wait(QUIET_MS);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #wait(milliseconds: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#turn(), milliseconds);
    Deno.unrefTimer(this.#timer);
  }

  #turn(): void {
    const now = performance.now();
    const quiet = now - this.#lastAsked;
    if (quiet < QUIET_MS && now - this.#firstAsked < MOST_WAIT_MS) {
      this.#wait(QUIET_MS - quiet);
      return;
    }
    this.#timer = undefined;
    const end = performance.now() + TURN_MS;
    let more = false;
    for (const { name, step } of this.#chores) {
      try {
        let unfinished = step();
        while (unfinished && performance.now() < end) unfinished = step();
        more ||= unfinished;
      } catch (error) {
        const why = messageOf(error);
        this.#log.warn("Work on the history is put off", { what: name, why });
        this.#wait(PAUSE_MS);
        return;
      }
    }
    if (more) this.#wait(REST_MS);
  }
}
