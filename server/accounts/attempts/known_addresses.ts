import { createHash } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Log } from "../../operator/log.ts";
import { messageOf } from "../../../protocol/errors.ts";
import { transact } from "../../store/transaction.ts";
import type { KnownAddresses } from "./login_attempts.ts";

/** Addresses that are kept of one account; the one not used for longest is forgotten first. */
const MAX_PER_ACCOUNT = 20;
const DAY_MS = 24 * 60 * 60_000;
/** Days without a login after which an address is forgotten. */
const KEEP_DAYS = 90;

/** Options for {@linkcode StoredAddresses}. */
export interface StoredAddressesOptions {
  readonly db: DatabaseSync;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The addresses that have logged in to accounts, kept over a restart. Of each address only 16 bits
 * of a hash are stored, which 65,536 addresses of IPv4 share: enough to tell an owner from most
 * strangers, not enough to read from it where somebody was.
 */
export class StoredAddresses implements KnownAddresses {
  readonly #options: StoredAddressesOptions;
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #trim: StatementSync;
  readonly #forget: StatementSync;

  constructor(options: StoredAddressesOptions) {
    const { db } = options;
    this.#options = options;
    this.#find = db.prepare(
      "SELECT day FROM known_addresses WHERE account = ? AND address = ? AND day > ?",
    );
    this.#add = db.prepare(
      "INSERT INTO known_addresses (account, address, day) SELECT key, ?2, ?3 FROM accounts " +
        "WHERE key = ?1 ON CONFLICT DO UPDATE SET day = ?3",
    );
    this.#trim = db.prepare(
      "DELETE FROM known_addresses WHERE account = ?1 AND (day <= ?2 OR address NOT IN (SELECT " +
        "address FROM known_addresses WHERE account = ?1 ORDER BY day DESC, address = ?3 DESC " +
        `LIMIT ${MAX_PER_ACCOUNT}))`,
    );
    this.#forget = db.prepare("DELETE FROM known_addresses WHERE account = ?");
  }

  has(account: string, prefix: string): boolean {
    return this.#dayOf(account, prefix) !== undefined;
  }

  /** Notes a login. An account that does not exist, and a disk that fails, change nothing. */
  add(account: string, prefix: string): void {
    const { db, log } = this.#options;
    const today = this.#today;
    if (this.#dayOf(account, prefix) === today) return;
    const address = shortHash(account, prefix);
    try {
      transact(db, () => {
        this.#add.run(account, address, today);
        this.#trim.run(account, today - KEEP_DAYS, address);
      });
    } catch (error) {
      log.warn("The address of a login could not be noted", { why: messageOf(error) });
    }
  }

  /** Forgets all addresses of an account. */
  forget(account: string): void {
    this.#forget.run(account);
  }

  #dayOf(account: string, prefix: string): number | undefined {
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
