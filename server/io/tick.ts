import { setImmediate } from "node:timers";

/**
 * The server's turn: whatever asks for one, and however often, one runs after the sockets
 * that are ready now were read. A timer would cost a millisecond, a microtask would not
 * gather what several sockets brought.
 */
export class Tick {
  readonly #run: () => void;
  #asked = false;
  readonly #waiting: (() => void)[] = [];

  constructor(run: () => void) {
    this.#run = run;
  }

  /** Has the tick run soon, once. */
  readonly request = (): void => {
    if (this.#asked) return;
    this.#asked = true;
    setImmediate(this.#turn);
  };

  /** Requests a tick; resolves when it has run. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.request();
    });
  }

  readonly #turn = (): void => {
    this.#asked = false;
    this.#run();
    if (this.#waiting.length > 0) this.#waiting.splice(0).forEach((resolve) => resolve());
  };
}
