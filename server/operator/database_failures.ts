import { explain, isDamage } from "../store/errors.ts";
import type { Log } from "./log.ts";

/** How long the same error is not logged again, in milliseconds. */
const PERIOD_MS = 60_000;

/** Options for {@linkcode DatabaseFailures}. */
export interface DatabaseFailuresOptions {
  readonly log: Pick<Log, "error">;
  /** The database's file. */
  readonly path: string;
  /** Ends the server, which cannot go on; gets the error for the operator. */
  readonly end: (error: Error) => void;
  /** Milliseconds on a clock that nobody sets. */
  readonly now?: () => number;
}

/**
 * Tells the operator about errors of the database while the server runs. A damaged database ends the
 * server, since every further write could damage it more.
 */
export class DatabaseFailures {
  readonly #options: DatabaseFailuresOptions;
  #ending = false;
  #told: { readonly why: string; readonly until: number } | undefined;

  constructor(options: DatabaseFailuresOptions) {
    this.#options = options;
  }

  /** Takes an error of the database; returns false for any other error, which is a bug. */
  readonly report = (error: unknown): boolean => {
    const { log, path, end } = this.#options;
    const told = explain(error, path);
    if (told === error) return false;
    if (!isDamage(error)) {
      this.#tell(told.message);
    } else if (!this.#ending) {
      this.#ending = true;
      log.error("The database is damaged, and the server ends", { why: told.message });
      // Later, since the caller may be in the middle of an event.
      setTimeout(() => end(told));
    }
    return true;
  };

  /** Logs an error once a minute, since anybody can repeat the command that failed. */
  #tell(why: string): void {
    const { log, now = () => performance.now() } = this.#options;
    if (this.#told?.why === why && now() < this.#told.until) return;
    this.#told = { why, until: now() + PERIOD_MS };
    log.error("The database cannot be used", { why });
  }
}
