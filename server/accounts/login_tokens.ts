import { createHash } from "node:crypto";
import type { StatementSync } from "node:sqlite";
import { truncateUtf8 } from "../../protocol/lines.ts";
import { casefold } from "../../protocol/names.ts";
import type { AccountParts } from "./account_parts.ts";

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
export type LoginTokensOptions = Omit<AccountParts, "network" | "log">;

/** A login token that was given by a client, as it is found. */
interface FoundToken {
  /** Casefolded. */
  readonly account: string;
  readonly id: string;
  /** In milliseconds since 1970, to the hour. */
  readonly usedAt: number;
}

/**
 * The login tokens of accounts: secrets that log in in place of the password. Only their SHA-256
 * is stored. That is enough for 256 random bits, and to find a hash reveals nothing by its time.
 */
export class LoginTokens {
  readonly #options: LoginTokensOptions;
  readonly #statements: Record<"find" | "list" | "removeUnused", StatementSync>;

  constructor(options: LoginTokensOptions) {
    const { db } = options;
    this.#options = options;
    this.#statements = {
      find: db.prepare(
        "SELECT account, id, used_at FROM login_tokens WHERE hash = ? AND used_at > ?",
      ),
      list: db.prepare(
        "SELECT id, label, created_at, used_at FROM login_tokens WHERE account = ? " +
          "AND used_at > ? ORDER BY created_at",
      ),
      removeUnused: db.prepare("DELETE FROM login_tokens WHERE used_at <= ?"),
    };
  }

  /**
   * Makes a token for an account, and returns it: there is no other way to read it. An account that
   * has as many as it may loses the one that was not used for longest.
   * @returns undefined if the account is gone, or if the token cannot be stored now
   */
  async create(
    account: string,
    label: string,
  ): Promise<{ readonly id: string; readonly token: string } | undefined> {
    const token = TOKEN_PREFIX + base64Url(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
    const id = this.#newId(account);
    const { append, writePending } = this.#options;
    const { ok } = await append({
      type: "token-added",
      account,
      id,
      hash: hash(token).toBase64(),
      label: readableLabel(label),
      most: this.#options.options().limits.loginTokens,
    });
    if (ok && writePending()) return { id, token };
    if (ok) await append({ type: "token-removed", account, id });
  }

  /** The token that a text is; undefined if it is none or has expired. */
  find(token: string): FoundToken | undefined {
    if (!TOKEN_PATTERN.test(token)) return undefined;
    this.#options.writePending();
    const row = this.#statements.find.get(hash(token), this.#expired);
    if (row === undefined) return undefined;
    return {
      account: String(row["account"]),
      id: String(row["id"]),
      usedAt: Number(row["used_at"]),
    };
  }

  /** Notes that a token is in use, which keeps it from expiring. */
  use({ account, id, usedAt }: FoundToken): void {
    if (usedAt >= coarse(this.#options.now())) return;
    void this.#options.append({ type: "token-used", account, id });
  }

  /** Notes several tokens as in use, and removes those that have expired. */
  maintain(used: Iterable<{ readonly account: string; readonly id: string }>): void {
    for (const { account, id } of used) {
      const token = this.list(account).find((token) => token.id === id);
      if (token !== undefined) this.use({ ...token, account });
    }
    // The use of a token may be on its way from another node.
    this.#statements.removeUnused.run(this.#expired - USE_RESOLUTION_MS);
  }

  /** The tokens of an account, the oldest first. */
  list(account: string): StoredToken[] {
    this.#options.writePending();
    return this.#statements.list.all(casefold(account), this.#expired).map((row) => ({
      id: String(row["id"]),
      label: String(row["label"]),
      createdAt: Number(row["created_at"]),
      usedAt: Number(row["used_at"]),
    }));
  }

  /** An id that no other token of an account has. */
  #newId(account: string): string {
    const ids = new Set(this.list(account).map(({ id }) => id));
    let id: string;
    do id = newId(); while (ids.has(id));
    return id;
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

/** A time to the hour, as that of the last use is stored. */
export function coarse(time: number): number {
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
