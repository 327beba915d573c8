import { createHash } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { truncateUtf8 } from "../../protocol/lines.ts";
import { casefold } from "../../protocol/names.ts";
import type { ServerOptions } from "../options/mod.ts";
import { transact } from "../store/transaction.ts";

/** The beginning of every token, by which people and scanners of secrets recognise one. */
export const TOKEN_PREFIX = "chat_login_";
const TOKEN_BYTES = 32;
const TOKEN_PATTERN = new RegExp(`^${TOKEN_PREFIX}[A-Za-z0-9_-]{43}$`);
const ID_BYTES = 4;
/** In UTF-8. */
const MAX_LABEL_BYTES = 100;
/** How exactly the last use is kept, in milliseconds: nobody's habits can be read from it. */
export const USE_RESOLUTION_MS = 60 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** A login token as it is stored, without the token itself. */
export interface StoredToken {
  readonly id: string;
  /** What its maker calls it; may be empty. */
  readonly label: string;
  /** In milliseconds since 1970, as is `usedAt`. */
  readonly createdAt: number;
  /** To the hour. */
  readonly usedAt: number;
}

/** Options for {@linkcode LoginTokens}. */
export interface LoginTokensOptions {
  readonly db: DatabaseSync;
  readonly options: () => ServerOptions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The login tokens of accounts: secrets that log in in place of the password. Only their SHA-256
 * is stored. That is enough for 256 random bits, and to find a hash reveals nothing by its time.
 */
export class LoginTokens {
  readonly #options: LoginTokensOptions;
  /** When the last token was made: no two have the same time, which is their order. */
  #madeAt = 0;
  readonly #statements: Record<
    "add" | "find" | "list" | "use" | "remove" | "removeAll" | "removeUnused" | "trim",
    StatementSync
  >;

  constructor(options: LoginTokensOptions) {
    const { db } = options;
    this.#options = options;
    this.#statements = {
      // Each is later than the one before, also within one millisecond.
      add: db.prepare(
        "INSERT INTO login_tokens (hash, account, id, label, created_at, used_at) " +
          "VALUES (?1, ?2, ?3, ?4, max(?5, 1 + coalesce((SELECT max(created_at) " +
          "FROM login_tokens WHERE account = ?2), 0)), ?6) ON CONFLICT DO NOTHING",
      ),
      find: db.prepare("SELECT account, id FROM login_tokens WHERE hash = ? AND used_at > ?"),
      list: db.prepare(
        "SELECT id, label, created_at, used_at FROM login_tokens WHERE account = ? " +
          "AND used_at > ? ORDER BY created_at",
      ),
      use: db.prepare(
        "UPDATE login_tokens SET used_at = ?3 WHERE account = ?1 AND id = ?2 AND used_at < ?3",
      ),
      remove: db.prepare("DELETE FROM login_tokens WHERE account = ? AND id = ?"),
      removeAll: db.prepare("DELETE FROM login_tokens WHERE account = ?"),
      removeUnused: db.prepare("DELETE FROM login_tokens WHERE used_at <= ?"),
      trim: db.prepare(
        "DELETE FROM login_tokens WHERE account = ?1 AND id IN (SELECT id FROM login_tokens " +
          "WHERE account = ?1 ORDER BY used_at DESC, created_at DESC LIMIT -1 OFFSET ?2)",
      ),
    };
  }

  /**
   * Makes a token for an account that exists, and returns it: there is no other way to read it. An
   * account that has as many as it may loses the one that was not used for longest.
   */
  create(account: string, label: string): { readonly id: string; readonly token: string } {
    const { db, now, options } = this.#options;
    const token = TOKEN_PREFIX + base64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
    const key = casefold(account);
    const { loginTokens } = options().limits;
    this.#madeAt = Math.max(now(), this.#madeAt + 1);
    return transact(db, () => {
      const { add, trim } = this.#statements;
      if (loginTokens > 0) trim.run(key, loginTokens - 1);
      const values = [readableLabel(label), this.#madeAt, coarse(now())] as const;
      let id: string;
      do id = newId(); while (Number(add.run(hash(token), key, id, ...values).changes) === 0);
      return { id, token };
    });
  }

  /** The account, as its key, and the id of a token; undefined if it is none or has expired. */
  find(token: string): { readonly account: string; readonly id: string } | undefined {
    if (!TOKEN_PATTERN.test(token)) return undefined;
    const row = this.#statements.find.get(hash(token), this.#expired);
    if (row === undefined) return undefined;
    return { account: String(row["account"]), id: String(row["id"]) };
  }

  /** Notes that a token is in use, which keeps it from expiring. */
  use(account: string, id: string): void {
    this.#statements.use.run(casefold(account), id, coarse(this.#options.now()));
  }

  /** Notes several tokens as in use, and removes those that have expired, in one transaction. */
  maintain(used: Iterable<{ readonly account: string; readonly id: string }>): void {
    transact(this.#options.db, () => {
      for (const { account, id } of used) this.use(account, id);
      this.#statements.removeUnused.run(this.#expired);
    });
  }

  /** The tokens of an account, the oldest first. */
  list(account: string): StoredToken[] {
    return this.#statements.list.all(casefold(account), this.#expired).map((row) => ({
      id: String(row["id"]),
      label: String(row["label"]),
      createdAt: Number(row["created_at"]),
      usedAt: Number(row["used_at"]),
    }));
  }

  /** Removes one token of an account, or all. Returns how many there were. */
  remove(account: string, id?: string): number {
    const { remove, removeAll } = this.#statements;
    const key = casefold(account);
    return Number((id === undefined ? removeAll.run(key) : remove.run(key, id)).changes);
  }

  /** A token that was last used then, in milliseconds since 1970, has expired. */
  get #expired(): number {
    const { now, options } = this.#options;
    const { loginTokenDays } = options().accounts;
    return loginTokenDays === 0 ? -1 : now() - loginTokenDays * DAY_MS;
  }
}

/** A label without characters that end a line, are invisible or reorder text, cut to its length. */
function readableLabel(label: string): string {
  const text = label.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").replace(/\s+/g, " ").trim();
  return truncateUtf8(text, MAX_LABEL_BYTES).trim();
}

function coarse(time: number): number {
  return time - time % USE_RESOLUTION_MS;
}

function hash(token: string): Uint8Array {
  return Uint8Array.from(createHash("sha256").update(token).digest());
}

function base64Url(bytes: Uint8Array<ArrayBuffer>): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
