/** How long a slice lasts, in milliseconds; its last step may end later. */
const SLICE_MS = 5;
/** The pause after a slice, in which clients are served, as a multiple of the slice. */
const REST_RATIO = 3;
/** How long the slices of one work may take together, in milliseconds. */
const MAX_WORK_MS = 1_000;
/** How long a caller waits for a result, in milliseconds, however much other work there is. */
const MAX_WAIT_MS = 10_000;

/** Work that may pause wherever it yields, and returns a result. */
export type Work<T> = Generator<void, T>;

/**
 * Runs long work in short slices, so that clients are served meanwhile. Several works take turns,
 * and together they use at most a quarter of the time.
 */
export class TimeSlicer {
  #before: Promise<void> | undefined;

  /**
   * Runs work, its first slice at once if no other work is running.
   * @returns undefined if the work takes too long or is no longer wanted
   */
  async run<T>(work: Work<T>, isWanted: () => boolean): Promise<T | undefined> {
    let took = 0;
    const latest = performance.now() + MAX_WAIT_MS;
    while (took < MAX_WORK_MS && performance.now() < latest && isWanted()) {
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
        }, time * REST_RATIO);
      }
    }
  }
}

function slice<T>(work: Work<T>, end: number): IteratorResult<void, T> {
  let result = work.next();
  while (!result.done && performance.now() < end) result = work.next();
  return result;
}
