import { networkPrefix } from "../io/network_prefix.ts";

/** The wait once the limit is reached, in milliseconds; it doubles with each wrong password. */
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 5 * 60_000;
/** An attempt that would have to wait longer than this is refused at once, in milliseconds. */
const MAX_DELAY_MS = 3_000;
/** Milliseconds after the last wrong password until the attempts are forgotten. */
const FORGET_MS = 60 * 60_000;
/** Accounts and addresses that are remembered. */
const MAX_ENTRIES = 20_000;

/** The wrong passwords of one account or address. */
interface Entry {
  failures: number;
  /** When the next attempt may begin, in milliseconds since 1970. */
  nextAt: number;
  /** The time of the last failure, in milliseconds since 1970. */
  failedAt: number;
  /** Attempts that are being checked now. */
  running: number;
  readonly waiting: (() => void)[];
}

/** Options for {@linkcode LoginAttempts}. */
export interface LoginAttemptsOptions {
  /** Wrong passwords before waits begin; 0 for no limit. */
  readonly limit: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Somebody's attempt to log in to an account. */
export interface LoginAttempt {
  /** The casefolded account; `""` if none was named. */
  readonly account: string;
  readonly address: string;
}

/** What an attempt found, or how long to wait before another. */
export type AttemptResult<T> = { readonly found: T | undefined } | {
  readonly retryAfterMs: number;
};

/**
 * Limits wrong passwords for each account and for each address. At the limit, each further attempt
 * waits twice as long as the one before. Attempts at the same time are counted as if they came one
 * after another, however many connections they use.
 *
 * After a login, the attempts of that address at that account are counted apart: neither guesses at
 * the account from elsewhere nor guesses at other accounts from the address delay them.
 */
export class LoginAttempts {
  readonly #options: LoginAttemptsOptions;
  readonly #entries = new Map<string, Entry>();
  /** Pairs of an account and an address that has logged in to it. */
  readonly #trusted = new Set<string>();

  constructor(options: LoginAttemptsOptions) {
    this.#options = options;
  }

  /** Runs a check of a password, which returns undefined if the password is wrong. */
  async run<T>(
    attempt: LoginAttempt,
    check: () => Promise<T | undefined>,
  ): Promise<AttemptResult<T>> {
    const limit = this.#options.limit();
    if (limit === 0) return { found: await check() };
    const pair = pairOf(attempt);
    const keys = this.#trusted.has(pair)
      ? [`p${pair}`]
      : [`a${networkPrefix(attempt.address)}`, `n${attempt.account}`];
    const entries = await this.#admit(keys, limit);
    if (typeof entries === "number") return { retryAfterMs: entries };
    let found: T | undefined;
    try {
      found = await check();
    } finally {
      for (const entry of entries) this.#end(entry, { failed: found === undefined, limit });
    }
    if (found !== undefined) {
      this.#entries.delete(`n${attempt.account}`);
      this.#entries.delete(`p${pair}`);
      remember(this.#trusted, pair);
    }
    return { found };
  }

  /** Waits until an attempt may run. Returns its entries, or the wait if that is too long. */
  async #admit(keys: readonly string[], limit: number): Promise<readonly Entry[] | number> {
    const { now, sleep } = this.#options;
    for (;;) {
      const entries = keys.map((key) => this.#entry(key));
      const wait = Math.max(...entries.map(({ nextAt }) => nextAt)) - now();
      if (wait > MAX_DELAY_MS) return wait;
      if (wait > 0) {
        await sleep(wait);
        continue;
      }
      const busy = entries.find(({ running, failures }) =>
        running >= Math.max(1, limit - failures)
      );
      if (busy === undefined) {
        // Counted at once, since other attempts check it before the caller continues.
        for (const entry of entries) entry.running++;
        return entries;
      }
      await new Promise<void>((resolve) => busy.waiting.push(resolve));
    }
  }

  #entry(key: string): Entry {
    const now = this.#options.now();
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

  #end(entry: Entry, { failed, limit }: { failed: boolean; limit: number }): void {
    entry.running--;
    if (failed) {
      entry.failures++;
      entry.failedAt = this.#options.now();
      const over = entry.failures - limit;
      const wait = over < 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** over, MAX_WAIT_MS);
      entry.nextAt = entry.failedAt + wait;
    }
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

function pairOf({ account, address }: LoginAttempt): string {
  return `${account} ${address}`;
}

function remember(set: Set<string>, value: string): void {
  set.delete(value);
  set.add(value);
  if (set.size <= MAX_ENTRIES) return;
  for (const oldest of set) {
    set.delete(oldest);
    return;
  }
}
