/** Steps for each doubling, so that a value is known to 5 %. */
const STEPS = 16;
/** Values from 1 to 2^40. */
const DOUBLINGS = 40;

/** Counts values by their size, for percentiles of very many. */
export class Histogram {
  readonly #counts = new Float64Array(STEPS * DOUBLINGS);
  #total = 0;

  /** Adds a value of at least 1, so many times. */
  add(value: number, times = 1): void {
    const place = Math.floor(Math.log2(Math.max(value, 1)) * STEPS);
    this.#counts[Math.min(place, this.#counts.length - 1)]! += times;
    this.#total += times;
  }

  /** The value that a part of all, from 0 to 1, does not exceed; NaN if there are none. */
  percentile(part: number): number {
    let left = this.#total * part;
    for (let place = 0; place < this.#counts.length; place++) {
      left -= this.#counts[place]!;
      if (left <= 0 && this.#total > 0) return 2 ** ((place + 0.5) / STEPS);
    }
    return NaN;
  }
}
