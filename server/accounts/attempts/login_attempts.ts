import type { SharedLimit } from "../../budgets/shared_limit.ts";
import { networkPrefix } from "../../io/network_prefix.ts";
import { type AttemptResult, GuessLimit, type GuessLimitOptions } from "./guess_limit.ts";

/** Somebody's attempt to log in to an account. */
export interface LoginAttempt {
  /** The casefolded account; `""` if none was named. */
  readonly account: string;
  readonly address: string;
}

/** The addresses from which people have logged in to their accounts. */
export interface KnownAddresses {
  has(account: string, prefix: string): boolean;
  add(account: string, prefix: string): void;
}

/** Options for {@linkcode LoginAttempts}. */
export interface LoginAttemptsOptions extends GuessLimitOptions {
  readonly known: KnownAddresses;
}

/**
 * Limits wrong passwords for each address, so that nobody can keep the owner of an account out from
 * elsewhere. An address that has logged in to an account is counted apart for that account, so that
 * guesses at other accounts from the address do not keep the owner out either.
 */
export class LoginAttempts {
  readonly #limit: GuessLimit;
  readonly #known: KnownAddresses;

  constructor({ known, ...options }: LoginAttemptsOptions) {
    this.#limit = new GuessLimit(options);
    this.#known = known;
  }

  /** Runs a check of a password, which returns undefined if the password is wrong. */
  async run<T>(
    { account, address }: LoginAttempt,
    check: () => Promise<T | undefined>,
  ): Promise<AttemptResult<T>> {
    const prefix = networkPrefix(address);
    const own = `${account} ${prefix}`;
    const result = await this.#limit.run(this.#known.has(account, prefix) ? own : prefix, check);
    if ("found" in result && result.found !== undefined) {
      this.#limit.forget(own);
      this.succeeded({ account, address });
    }
    return result;
  }

  /** The wrong passwords, as the nodes of a cluster share them. */
  get shared(): SharedLimit {
    return this.#limit;
  }

  /** Notes that somebody has logged in to an account from an address. */
  succeeded({ account, address }: LoginAttempt): void {
    this.#known.add(account, networkPrefix(address));
  }
}
