/** How long a slice of long work takes, in milliseconds; a step more is begun before that. */
const SLICE_MS = 5;
/** How many times as long as a slice others are served before the next. */
const REST_SHARE = 3;
/** How long one piece of work may take in all, in milliseconds of its slices. */
const MOST_MS = 1_000;
/** How long one waits for its result at most, in milliseconds, however many others ask. */
const MOST_WAIT_MS = 10_000;

/** Work that pauses where it yields, and in the end has a result. */
export type Work<T> = Generator<void, T>;

/**
 * Does long work in short slices, so that nobody else has to wait for it: what several ask for
 * takes turns, and all of it together has a quarter of the time.
 */
export class Slices {
  #before: Promise<void> | undefined;

  /**
   * Does work, the first slice at once where nothing else is being done.
   * @returns undefined where it took too long or is no longer wanted
   */
  async run<T>(work: Work<T>, isWanted: () => boolean): Promise<T | undefined> {
    let took = 0;
    const latest = performance.now() + MOST_WAIT_MS;
    while (took < MOST_MS && performance.now() < latest && isWanted()) {
      const before = this.#before;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#before = promise;
      if (before !== undefined) await before;
      const begun = performance.now();
      try {
        const result = slice(work, begun + SLICE_MS);
        if (result.done) return result.value;
      } finally {
        const time = performance.now() - begun;
        took += time;
        setTimeout(() => {
          if (this.#before === promise) this.#before = undefined;
          resolve();
        }, time * REST_SHARE);
      }
    }
  }
}

function slice<T>(work: Work<T>, end: number): IteratorResult<void, T> {
  let result = work.next();
  while (!result.done && performance.now() < end) result = work.next();
  return result;
}
