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

  /** Takes one token; returns how many milliseconds to wait until it is due. */
  take(now: number): number {
    if (this.#perSecond === 0) return 0;
    const gained = Math.max(now - this.#at, 0) * this.#perSecond / 1000;
    this.#tokens = Math.min(this.#tokens + gained, this.#burst) - 1;
    this.#at = now;
    return this.#tokens >= 0 ? 0 : Math.ceil(-this.#tokens * 1000 / this.#perSecond);
  }
}
