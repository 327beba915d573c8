import { addressGroup } from "../io/address_group.ts";

/** The wait after the first wrong password that is too many, in milliseconds; it doubles. */
const FIRST_WAIT_MS = 1_000;
/** The longest that it grows to. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** A try that would have to wait longer than this is refused at once. */
const PATIENCE_MS = 3_000;
/** When wrong passwords are forgotten, in milliseconds after the last. */
const FORGET_MS = 60 * 60_000;
/** Most accounts and addresses that are remembered. */
const MOST_ENTRIES = 20_000;

/** What is remembered of one account or address. */
interface Entry {
  failures: number;
  /** When the next try may begin, in milliseconds since 1970. */
  nextAt: number;
  failedAt: number;
  /** Tries that are being checked now. */
  running: number;
  readonly waiting: (() => void)[];
}

/** Options for {@linkcode Attempts}. */
export interface AttemptsOptions {
  /** Wrong tries before waits begin; 0 for no bound. */
  readonly limit: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Who tries to log in to what. */
export interface Try {
  /** Casefolded. */
  readonly account: string;
  readonly address: string;
}

/** What came of a try: what it found, or how long one has to wait for another. */
export type TryResult<T> = { readonly found: T | undefined } | { readonly retryAfterMs: number };

/**
 * Bounds wrong passwords, for each account and for each address: after so many, every next try
 * has to wait twice as long as the one before. Tries at the same time count as if they came one
 * after another, however many connections they come over.
 *
 * An address from which an account was logged in to is not bound by what others do to the account,
 * nor by what those who share the address do to other accounts: its tries are counted apart.
 */
export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #trusted = new Set<string>();

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  /** Runs a check of a password, which finds undefined where the password is wrong. */
  async run<T>(who: Try, check: () => Promise<T | undefined>): Promise<TryResult<T>> {
    const limit = this.#options.limit();
    if (limit === 0) return { found: await check() };
    const pair = pairOf(who);
    const keys = this.#trusted.has(pair)
      ? [`p${pair}`]
      : [`a${addressGroup(who.address)}`, `n${who.account}`];
    const entries = await this.#admit(keys, limit);
    if (typeof entries === "number") return { retryAfterMs: entries };
    let found: T | undefined;
    try {
      found = await check();
    } finally {
      for (const entry of entries) this.#end(entry, { failed: found === undefined, limit });
    }
    if (found !== undefined) {
      this.#entries.delete(`n${who.account}`);
      this.#entries.delete(`p${pair}`);
      remember(this.#trusted, pair);
    }
    return { found };
  }

  /** Waits for a place and takes it; gives how long it would take where that is too long. */
  async #admit(keys: readonly string[], limit: number): Promise<readonly Entry[] | number> {
    const { now, sleep } = this.#options;
    for (;;) {
      const entries = keys.map((key) => this.#entry(key));
      const wait = Math.max(...entries.map(({ nextAt }) => nextAt)) - now();
      if (wait > PATIENCE_MS) return wait;
      if (wait > 0) {
        await sleep(wait);
        continue;
      }
      const busy = entries.find(({ running, failures }) =>
        running >= Math.max(1, limit - failures)
      );
      if (busy === undefined) {
        // Taken here and now: others who wait look before this one's caller goes on.
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
      const wait = over < 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** over, LONGEST_WAIT_MS);
      entry.nextAt = entry.failedAt + wait;
    }
    for (const wake of entry.waiting.splice(0)) wake();
  }

  /** Forgets the oldest that nobody is using. */
  #makeRoom(): void {
    if (this.#entries.size < MOST_ENTRIES) return;
    for (const [key, { running, waiting }] of this.#entries) {
      if (running > 0 || waiting.length > 0) continue;
      this.#entries.delete(key);
      return;
    }
  }
}

function pairOf({ account, address }: Try): string {
  return `${account} ${address}`;
}

function remember(set: Set<string>, value: string): void {
  set.delete(value);
  set.add(value);
  if (set.size <= MOST_ENTRIES) return;
  for (const oldest of set) {
    set.delete(oldest);
    return;
  }
}
