import { setImmediate } from "node:timers";

/**
 * The turn of the server. It runs after all sockets that are ready have been read, once for any
 * number of requests. A timer would add a millisecond; a microtask would run after each socket.
 */
export class Tick {
  readonly #run: () => void;
  #requested = false;
  #running = false;
  readonly #waiting: (() => void)[] = [];

  constructor(run: () => void) {
    this.#run = run;
  }

  /** Requests a tick; several requests before it runs are one. */
  readonly request = (): void => {
    if (this.#requested) return;
    if (this.#running) return this.requestLater();
    this.#requested = true;
    setImmediate(this.#turn);
  };

  /**
   * Requests a tick that comes after the sockets have been read again, for work that goes on from
   * one tick to the next: an immediate that follows another leaves no time to read them.
   */
  readonly requestLater = (): void => {
    if (this.#requested) return;
    this.#requested = true;
    setTimeout(this.#turn, 0);
  };

  /** Requests a tick; resolves when it has run. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.request();
    });
  }

  readonly #turn = (): void => {
    this.#requested = false;
    this.#running = true;
    try {
      this.#run();
    } finally {
      this.#running = false;
    }
    if (this.#waiting.length > 0) this.#waiting.splice(0).forEach((resolve) => resolve());
  };
}
