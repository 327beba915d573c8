import { messageOf } from "../../../protocol/errors.ts";
import type { Log } from "../../operator/log.ts";

/** A long task that is done in short steps. */
export interface MaintenanceTask {
  readonly name: string;
  /** Does the next step. Returns whether there is more to do. */
  readonly step: () => boolean;
}

/** How long nothing must be stored before the tasks run, in milliseconds. */
const QUIET_MS = 2_000;
/** How long the tasks wait for quiet, in milliseconds. */
const MAX_WAIT_MS = 30_000;
/** How long a turn lasts, in milliseconds; its last step may end later. */
const TURN_MS = 4;
/** The pause between two turns, in which clients are served, in milliseconds. */
const REST_MS = 20;
/** The pause after a task has failed, in milliseconds. */
const FAILURE_PAUSE_MS = 10_000;

/** Runs tasks in short turns while little else happens, so that clients do not notice. */
export class Maintenance {
  readonly #tasks: readonly MaintenanceTask[];
  readonly #log: Log;
  readonly #onFailure: (error: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #firstRequest = 0;
  #lastRequest = 0;

  constructor(
    tasks: readonly MaintenanceTask[],
    { log, onFailure = () => {} }: {
      readonly log: Log;
      /** Called with the error of a task. */
      readonly onFailure?: ((error: unknown) => void) | undefined;
    },
  ) {
    this.#tasks = tasks;
    this.#log = log;
    this.#onFailure = onFailure;
  }

  /** Schedules the tasks for when it is quiet. */
  request(): void {
    this.#lastRequest = performance.now();
    if (this.#timer !== undefined) return;
    this.#firstRequest = this.#lastRequest;
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
    const quiet = now - this.#lastRequest;
    if (quiet < QUIET_MS && now - this.#firstRequest < MAX_WAIT_MS) {
      this.#wait(QUIET_MS - quiet);
      return;
    }
    this.#timer = undefined;
    const end = performance.now() + TURN_MS;
    let more = false;
    for (const { name, step } of this.#tasks) {
      try {
        let unfinished = step();
        while (unfinished && performance.now() < end) unfinished = step();
        more ||= unfinished;
      } catch (error) {
        this.#onFailure(error);
        const why = messageOf(error);
        this.#log.warn("Maintenance of the history is postponed", { task: name, why });
        this.#wait(FAILURE_PAUSE_MS);
        return;
      }
    }
    if (more) this.#wait(REST_MS);
  }
}
