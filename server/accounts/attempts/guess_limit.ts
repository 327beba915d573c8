import type { SharedLimit } from "../../budgets/shared_limit.ts";

/** The wait once the limit is reached, in milliseconds; it doubles with each wrong secret. */
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 5 * 60_000;
/** An attempt that would have to wait longer than this is refused at once, in milliseconds. */
const MAX_DELAY_MS = 3_000;
/** Milliseconds after the last wrong secret until the attempts are forgotten. */
const FORGET_MS = 60 * 60_000;
/** Keys that are remembered; the oldest is forgotten first. */
const MAX_ENTRIES = 20_000;

/** The wrong secrets of one key. */
interface Entry {
  failures: number;
  /** When the next attempt may begin, in milliseconds. */
  nextAt: number;
  /** The time of the last failure, in milliseconds. */
  failedAt: number;
  /** Attempts that are being checked now. */
  running: number;
  readonly waiting: (() => void)[];
}

/** Options for {@linkcode GuessLimit}. */
export interface GuessLimitOptions {
  /** Wrong secrets before waits begin; 0 for no limit. */
  readonly limit: () => number;
  /** Milliseconds on a clock that nobody sets, by default since the program started. */
  readonly now?: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** What an attempt found, or how long to wait before another. */
export type AttemptResult<T> = { readonly found: T | undefined } | {
  readonly retryAfterMs: number;
};

/**
 * Limits wrong secrets for each key, such as an address. At the limit, each further attempt waits
 * twice as long as the one before. Attempts at the same time are counted as if they came one after
 * another, however many connections they use.
 */
export class GuessLimit implements SharedLimit {
  /** Called with 1 for a wrong secret, and with 0 when those of a key are forgotten. */
  onCount: SharedLimit["onCount"];
  readonly #limit: () => number;
  readonly #now: () => number;
  readonly #sleep: (milliseconds: number) => Promise<void>;
  readonly #entries = new Map<string, Entry>();

  constructor({ limit, now = () => performance.now(), sleep = pause }: GuessLimitOptions) {
    this.#limit = limit;
    this.#now = now;
    this.#sleep = sleep;
  }

  /** Runs a check of a secret, which returns undefined if the secret is wrong. */
  async run<T>(key: string, check: () => Promise<T | undefined>): Promise<AttemptResult<T>> {
    const limit = this.#limit();
    if (limit === 0) return { found: await check() };
    const entry = await this.#admit(key, limit);
    if (typeof entry === "number") return { retryAfterMs: entry };
    let found: T | undefined;
    try {
      found = await check();
    } finally {
      if (found === undefined) {
        this.#fail(entry, limit);
        this.onCount?.(key, 1);
      }
      this.#end(entry);
    }
    return { found };
  }

  /** Forgets the wrong secrets of a key. */
  forget(key: string): void {
    if (this.#entries.delete(key)) this.onCount?.(key, 0);
  }

  countElsewhere(key: string, amount: number): void {
    const limit = this.#limit();
    if (limit === 0) return;
    if (amount === 0) this.#entries.delete(key);
    else this.#fail(this.#entry(key), limit);
  }

  /** Waits until an attempt may run. Returns its entry, or the wait if that is too long. */
  async #admit(key: string, limit: number): Promise<Entry | number> {
    for (;;) {
      const entry = this.#entry(key);
      const wait = entry.nextAt - this.#now();
      if (wait > MAX_DELAY_MS) return wait;
      if (wait > 0) {
        await this.#sleep(wait);
        continue;
      }
      if (entry.running < Math.max(1, limit - entry.failures)) {
        // Counted at once, since other attempts check it before the caller continues.
        entry.running++;
        return entry;
      }
      await new Promise<void>((resolve) => entry.waiting.push(resolve));
    }
  }

  #entry(key: string): Entry {
    const now = this.#now();
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      this.#makeRoom();
      entry = { failures: 0, nextAt: 0, failedAt: now, running: 0, waiting: [] };
      this.#entries.set(key, entry);
    } else if (now - entry.failedAt > FORGET_MS) {
      entry.failures = 0;
    }
    return entry;
  }

  #fail(entry: Entry, limit: number): void {
    entry.failures++;
    entry.failedAt = this.#now();
    const over = entry.failures - limit;
    const wait = over < 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** over, MAX_WAIT_MS);
    entry.nextAt = entry.failedAt + wait;
  }

  #end(entry: Entry): void {
    entry.running--;
    for (const wake of entry.waiting.splice(0)) wake();
  }

  /** Forgets the oldest entry that is not in use. */
  #makeRoom(): void {
    if (this.#entries.size < MAX_ENTRIES) return;
    for (const [key, { running, waiting }] of this.#entries) {
      if (running > 0 || waiting.length > 0) continue;
      this.#entries.delete(key);
      return;
    }
  }
}

/** Waits, but does not keep the program running. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => Deno.unrefTimer(setTimeout(resolve, milliseconds)));
}
