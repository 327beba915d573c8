/**
 * Goes on with a value that is there at once or later: at once where it is, so that nothing
 * comes between. Without `use`, only waits for it.
 */
export function whenKnown<T>(
  value: T | Promise<T>,
  use: (value: T) => void | Promise<void> = () => {},
): void | Promise<void> {
  return value instanceof Promise ? value.then(use) : use(value);
}

/** Does something for each item, one after another; waits only where there is something to. */
export function inTurn<T>(
  items: Iterable<T>,
  run: (item: T) => void | Promise<void>,
): void | Promise<void> {
  const iterator = items[Symbol.iterator]();
  const next = (): void | Promise<void> => {
    for (let step = iterator.next(); step.done !== true; step = iterator.next()) {
      const pending = run(step.value);
      if (pending !== undefined) return pending.then(next);
    }
  };
  return next();
}
