import type { Clock } from "../connection/clock.ts";
import { t } from "../texts/mod.ts";

/** Milliseconds after which a script hears for the first time how much waits. */
const FIRST_REPORT_MS = 5_000;
/** Milliseconds between further reports. */
const REPORT_EVERY_MS = 30_000;

/** Options for {@linkcode WaitingReport}. */
export interface WaitingReportOptions {
  readonly clock: Clock;
  readonly isOnline: () => boolean;
  /** Lines of the input that wait to be sent or confirmed. */
  readonly waiting: () => number;
  readonly tell: (text: string) => void;
}

/** Says how many lines of a script wait because of the server's limit, and for how long. */
export class WaitingReport {
  readonly #options: WaitingReportOptions;
  #read = 0;
  #doneBefore = 0;
  #isWhole = false;
  #cancel = () => {};

  constructor(options: WaitingReportOptions) {
    this.#options = options;
    this.#lookAfter(FIRST_REPORT_MS);
  }

  /** A line of the input was read. */
  read(): void {
    this.#read++;
  }

  /** The input has ended. */
  inputEnded(): void {
    this.#isWhole = true;
  }

  stop(): void {
    this.#cancel();
  }

  #lookAfter(milliseconds: number): void {
    this.#cancel = this.#options.clock.after(milliseconds, () => {
      this.#look(milliseconds);
      this.#lookAfter(REPORT_EVERY_MS);
    });
  }

  #look(milliseconds: number): void {
    const { waiting, isOnline, tell } = this.#options;
    const count = waiting();
    const done = this.#read - count;
    const pace = (done - this.#doneBefore) / milliseconds;
    this.#doneBefore = done;
    if (count === 0 || pace <= 0 || !isOnline()) return;
    const seconds = Math.ceil(count / pace / 1000);
    tell(
      this.#isWhole
        ? t("{count} lines wait, as the server takes no more at once: about {seconds} s", {
          count,
          seconds,
        })
        : t("{count} lines and the rest of the input wait: about {seconds} s for these lines", {
          count,
          seconds,
        }),
    );
  }
}
