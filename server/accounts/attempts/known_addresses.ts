import { createHash } from "node:crypto";
import type { StatementSync } from "node:sqlite";
import type { AccountParts } from "../account_parts.ts";
import type { KnownAddresses } from "./login_attempts.ts";

/** Addresses that are kept of one account; the one not used for longest is forgotten first. */
export const MAX_PER_ACCOUNT = 20;
export const DAY_MS = 24 * 60 * 60_000;
/** Days without a login after which an address is forgotten. */
export const KEEP_DAYS = 90;

/** Options for {@linkcode StoredAddresses}. */
export type StoredAddressesOptions = Pick<AccountParts, "db" | "now" | "append" | "writePending">;

/**
 * The addresses that have logged in to accounts, kept over a restart. Of each address only 16 bits
 * of a hash are stored, which 65,536 addresses of IPv4 share: enough to tell an owner from most
 * strangers, not enough to read from it where somebody was.
 */
export class StoredAddresses implements KnownAddresses {
  readonly #options: StoredAddressesOptions;
  readonly #find: StatementSync;

  constructor(options: StoredAddressesOptions) {
    this.#options = options;
    this.#find = options.db.prepare(
      "SELECT day FROM known_addresses WHERE account = ? AND address = ? AND day > ?",
    );
  }

  has(account: string, prefix: string): boolean {
    return this.#dayOf(account, prefix) !== undefined;
  }

  /** Notes a login; one of an account that does not exist changes nothing. */
  add(account: string, prefix: string): void {
    if (account === "" || this.#dayOf(account, prefix) === this.#today) return;
    const address = shortHash(account, prefix);
    void this.#options.append({ type: "address-known", account, address });
  }

  #dayOf(account: string, prefix: string): number | undefined {
    this.#options.writePending();
    const row = this.#find.get(account, shortHash(account, prefix), this.#today - KEEP_DAYS);
    return row === undefined ? undefined : Number(row["day"]);
  }

  /** Days since 1970. */
  get #today(): number {
    return Math.floor(this.#options.now() / DAY_MS);
  }
}

/** 16 bits of a hash. The account is part of it, so that accounts cannot be compared. */
function shortHash(account: string, prefix: string): number {
  return createHash("sha256").update(`${account} ${prefix}`).digest().readUInt16BE();
}
