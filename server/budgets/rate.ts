/** The longest time for which a bucket can owe tokens, in seconds. */
const MAX_DEBT_SECONDS = 10;

/** A token bucket: allows a burst at once, and then a rate per second. */
export class Rate {
  readonly #perSecond: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  /** A `perSecond` of 0 is no limit. `now` is in milliseconds. */
  constructor(options: { perSecond: number; burst: number; now: number }) {
    this.#perSecond = options.perSecond;
    this.#burst = Math.max(options.burst, 1);
    this.#tokens = this.#burst;
    this.#at = options.now;
  }

  /** Takes tokens; returns how many milliseconds to wait until they are due. */
  take(now: number, tokens = 1): number {
    if (this.#perSecond === 0) return 0;
    this.#refill(now);
    this.#tokens = Math.max(this.#tokens - tokens, -this.#perSecond * MAX_DEBT_SECONDS);
    return this.#wait();
  }

  /** Takes one token if it is due at once; returns whether it is. */
  takeIfDue(now: number): boolean {
    if (this.#perSecond === 0) return true;
    this.#refill(now);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  /** How many milliseconds to wait until nothing is owed. */
  wait(now: number): number {
    if (this.#perSecond === 0) return 0;
    this.#refill(now);
    return this.#wait();
  }

  /** Whether the whole burst is allowed again. */
  isFull(now: number): boolean {
    if (this.#perSecond === 0) return true;
    this.#refill(now);
    return this.#tokens >= this.#burst;
  }

  #refill(now: number): void {
    const gained = Math.max(now - this.#at, 0) * this.#perSecond / 1000;
    this.#tokens = Math.min(this.#tokens + gained, this.#burst);
    this.#at = now;
  }

  #wait(): number {
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens * 1000 / this.#perSecond);
  }
}
