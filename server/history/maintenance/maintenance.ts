import { messageOf } from "../../../protocol/errors.ts";
import type { Log } from "../../operator/log.ts";

/** A long task that is done in short steps. */
export interface MaintenanceTask {
  readonly name: string;
  /** Does the next step. Returns whether there is more to do. */
  readonly step: () => boolean;
  /** Whether a step of it cannot wait until it is quiet; never if undefined. */
  readonly isUrgent?: () => boolean;
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

/**
 * Runs tasks in short turns while little else happens, so that clients do not notice, and single
 * steps of urgent ones between two ticks.
 */
export class Maintenance {
  readonly #tasks: readonly MaintenanceTask[];
  readonly #log: Log;
  readonly #onFailure: (error: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #urgentTimer: ReturnType<typeof setTimeout> | undefined;
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

  /** Schedules the tasks for when it is quiet, urgent ones for after the tick. */
  request(): void {
    this.#lastRequest = performance.now();
    if (this.#urgentTimer === undefined && this.#urgent !== undefined) this.#hurry(0);
    if (this.#timer !== undefined) return;
    this.#firstRequest = this.#lastRequest;
    this.#wait(QUIET_MS);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#urgentTimer);
  }

  get #urgent(): MaintenanceTask | undefined {
    return this.#tasks.find(({ isUrgent }) => isUrgent?.() === true);
  }

  #hurry(milliseconds: number): void {
    if (this.#closed) return;
    this.#urgentTimer = setTimeout(() => this.#takeUrgentStep(), milliseconds);
    Deno.unrefTimer(this.#urgentTimer);
  }

  #takeUrgentStep(): void {
    this.#urgentTimer = undefined;
    const task = this.#urgent;
    if (task === undefined) return;
    try {
      task.step();
    } catch (error) {
      this.#report(task, error);
      this.#hurry(FAILURE_PAUSE_MS);
      return;
    }
    if (this.#urgent !== undefined) this.#hurry(0);
  }

  #report({ name }: MaintenanceTask, error: unknown): void {
    this.#onFailure(error);
    const why = messageOf(error);
    this.#log.warn("Maintenance of the history is postponed", { task: name, why });
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
    for (const task of this.#tasks) {
      try {
        let unfinished = task.step();
        while (unfinished && performance.now() < end) unfinished = task.step();
        more ||= unfinished;
      } catch (error) {
        this.#report(task, error);
        this.#wait(FAILURE_PAUSE_MS);
        return;
      }
    }
    if (more) this.#wait(REST_MS);
  }
}
