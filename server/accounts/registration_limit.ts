import type { SharedLimit } from "../budgets/shared_limit.ts";
import { networkPrefix } from "../io/network_prefix.ts";
import { reaches } from "../options/mod.ts";

/** The period in which the accounts of one address are counted, in milliseconds. */
const PERIOD_MS = 60 * 60_000;
/** Addresses whose registrations are counted; the oldest is forgotten first. */
const MAX_ADDRESSES = 20_000;

/** Options for {@linkcode RegistrationLimit}. */
export interface RegistrationLimitOptions {
  /** Accounts that one address may register in an hour; 0 for no limit. */
  readonly limit: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly maxAddresses?: number;
}

/** Limits the accounts that one address registers in an hour. */
export class RegistrationLimit implements SharedLimit {
  onCount: SharedLimit["onCount"];
  readonly #options: RegistrationLimitOptions;
  /** When the accounts of each address were registered. */
  readonly #times = new Map<string, number[]>();

  constructor(options: RegistrationLimitOptions) {
    this.#options = options;
  }

  /** Counts an account registered from an address. Returns false if there are too many. */
  count(address: string): boolean {
    const key = networkPrefix(address);
    if (reaches(this.#recent(key).length, this.#options.limit())) return false;
    this.countElsewhere(key);
    this.onCount?.(key, 1);
    return true;
  }

  countElsewhere(key: string): void {
    const { now, maxAddresses = MAX_ADDRESSES, limit } = this.#options;
    const recent = this.#recent(key);
    // More than the limit say no more than the limit.
    if (recent.length > limit()) return;
    this.#times.delete(key);
    this.#times.set(key, [...recent, now()]);
    const [oldest] = this.#times.keys();
    if (this.#times.size > maxAddresses && oldest !== undefined) this.#times.delete(oldest);
  }

  #recent(key: string): number[] {
    const time = this.#options.now();
    return (this.#times.get(key) ?? []).filter((earlier) => time - earlier < PERIOD_MS);
  }
}
