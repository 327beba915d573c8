/** How long to wait before each attempt to connect again. */
export interface BackoffOptions {
  /** Before the first attempt, in milliseconds. */
  readonly firstMs: number;
  /** Never longer than this, in milliseconds. */
  readonly maxMs: number;
  readonly factor: number;
}

export const DEFAULT_BACKOFF: BackoffOptions = { firstMs: 500, maxMs: 30_000, factor: 2 };

/**
 * Milliseconds to wait before attempt `attempt` (0 is the first). Between half and the whole of
 * the exponential step, by `random` (0 to 1), so that a room full of clients does not return to a
 * restarted server at one instant.
 */
export function backoffDelay(
  attempt: number,
  options: BackoffOptions & { readonly random: () => number },
): number {
  const step = Math.min(options.maxMs, options.firstMs * options.factor ** attempt);
  return Math.round(step * (0.5 + options.random() / 2));
}
