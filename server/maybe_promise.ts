/** A value that is known now or later. Functions that may have to wait return it. */
export type MaybePromise<T = void> = T | Promise<T>;

/** Passes a value to `use`; at once if it is known, so that nothing else runs in between. */
export function andThen<T>(
  value: MaybePromise<T>,
  use: (value: T) => MaybePromise,
): MaybePromise {
  return value instanceof Promise ? value.then(use) : use(value);
}

/** Waits for a value if it is not known yet, and drops it. */
export function settled(value: MaybePromise<unknown>): MaybePromise {
  if (value instanceof Promise) return value.then(() => {});
}

/** Runs a function for each item in turn, and waits for each run that has to wait. */
export function eachInTurn<T>(
  items: Iterable<T>,
  run: (item: T) => MaybePromise,
): MaybePromise {
  const iterator = items[Symbol.iterator]();
  const next = (): MaybePromise => {
    for (let step = iterator.next(); step.done !== true; step = iterator.next()) {
      const pending = run(step.value);
      if (pending !== undefined) return pending.then(next);
    }
  };
  return next();
}
