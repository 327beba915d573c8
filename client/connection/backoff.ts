/** The delays between attempts to reconnect. */
export interface BackoffOptions {
  /** Milliseconds before the first attempt. */
  readonly firstMs: number;
  /** The maximum, in milliseconds. */
  readonly maxMs: number;
  /** By how much each delay is longer than the one before. */
  readonly factor: number;
}

export const DEFAULT_BACKOFF: BackoffOptions = { firstMs: 500, maxMs: 30_000, factor: 2 };

/**
 * Returns the milliseconds to wait before attempt `attempt`, where 0 is the first. `random` (0 to
 * 1) chooses between half and the whole delay, so that the clients of a restarted server do not
 * all return at once.
 */
export function backoffDelay(
  attempt: number,
  options: BackoffOptions & { readonly random: () => number },
): number {
  const step = Math.min(options.maxMs, options.firstMs * options.factor ** attempt);
  return Math.round(step * (0.5 + options.random() / 2));
}
