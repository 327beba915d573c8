import { setImmediate } from "node:timers";

/**
 * The server's turn: whatever asks for one, and however often, one runs after the sockets
 * that are ready now were read. A timer would cost a millisecond, a microtask would not
 * gather what several sockets brought.
 */
export class Tick {
  readonly #run: () => void;
  #asked = false;

  constructor(run: () => void) {
    this.#run = run;
  }

  /** Has the tick run soon, once. */
  readonly request = (): void => {
    if (this.#asked) return;
    this.#asked = true;
    setImmediate(this.#turn);
  };

  readonly #turn = (): void => {
    this.#asked = false;
    this.#run();
  };
}
