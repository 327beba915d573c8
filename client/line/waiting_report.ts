import type { Clock } from "../connection/clock.ts";
import { t } from "../texts/mod.ts";

/** Milliseconds in which a server may take lines at once before its limit applies; not told of. */
const BURST_MS = 2_000;
/** Milliseconds after those until a script hears for the first time how much waits. */
const FIRST_REPORT_MS = 3_000;
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
    this.#cancel = options.clock.after(BURST_MS, () => {
      this.#doneBefore = this.#done;
      this.#lookAfter(FIRST_REPORT_MS);
    });
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

  /** Lines of the input that are sent and confirmed. */
  get #done(): number {
    return this.#read - this.#options.waiting();
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
    const done = this.#done;
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
