import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import type { Entry, EventType, StoredPassword } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import type { Account } from "../network/state.ts";
import { Changes } from "../store/changes.ts";
import type { Participant } from "../store/participant.ts";
import { DAY_MS, KEEP_DAYS, MAX_PER_ACCOUNT } from "./attempts/known_addresses.ts";
import { coarse } from "./login_tokens.ts";

type Statements = Record<
  | "add"
  | "confirm"
  | "setPassword"
  | "remove"
  | "addToken"
  | "trimTokens"
  | "useToken"
  | "removeToken"
  | "removeTokens"
  | "addAddress"
  | "trimAddresses"
  | "forgetAddresses",
  StatementSync
>;

/** The changes of the tables that an event stands for. */
type Write<T extends EventType> = (
  context: { readonly statements: Statements; readonly changes: Changes; readonly key: string },
  entry: Entry<T>,
  effect: Effects[T],
) => void;

const WRITE: { readonly [T in EventType]?: Write<T> } = {
  "account-added": ({ statements, changes, key }, { event, time }, { account, expired }) => {
    for (const { name } of expired) changes.add(statements.remove, casefold(name));
    const { email, password, pending } = event;
    const values = [account.name, time, email ?? null] as const;
    const code = pending === undefined ? [null, 0] : [bytesOf(pending.codeHash), pending.until];
    changes.add(statements.add, key, ...values, ...code, ...columnsOf(password));
  },
  "account-confirmed": ({ statements, changes, key }) => changes.add(statements.confirm, key),
  "account-gone": ({ statements, changes, key }) => changes.add(statements.remove, key),
  "password": ({ statements, changes, key }, { event }) => {
    changes.add(statements.removeTokens, key);
    changes.add(statements.forgetAddresses, key);
    changes.add(statements.setPassword, ...columnsOf(event.password), key);
  },
  "token-added": ({ statements, changes, key }, { event, time }) => {
    const { hash, id, label, most } = event;
    if (most > 0) changes.add(statements.trimTokens, key, most - 1);
    changes.add(statements.addToken, bytesOf(hash), key, id, label, time, coarse(time));
  },
  "token-used": ({ statements, changes, key }, { event, time }) =>
    changes.add(statements.useToken, key, event.id, coarse(time)),
  "token-removed": ({ statements, changes, key }, { event: { id } }) =>
    id === undefined
      ? changes.add(statements.removeTokens, key)
      : changes.add(statements.removeToken, key, id),
  "address-known": ({ statements, changes, key }, { event: { address }, time }) => {
    const today = Math.floor(time / DAY_MS);
    changes.add(statements.addAddress, key, address, today);
    changes.add(statements.trimAddresses, key, today - KEEP_DAYS, address);
  },
};

/** Stores accounts, their login tokens and their known addresses, as events change them. */
export class AccountStore implements Participant {
  readonly #changes = new Changes();
  readonly #statements: Statements;
  readonly #all: StatementSync;

  constructor(db: DatabaseSync) {
    this.#all = db.prepare(
      "SELECT name, created_at, code_hash, code_expires FROM accounts ORDER BY created_at",
    );
    this.#statements = {
      // One that the network does not know is of no use to anybody.
      add: db.prepare(`
        INSERT OR REPLACE INTO accounts (key, name, created_at, email, code_hash, code_expires,
          password_hash, scram_salt, scram_iterations, scram_stored_key, scram_server_key)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
      confirm: db.prepare("UPDATE accounts SET code_hash = NULL, code_expires = 0 WHERE key = ?"),
      setPassword: db.prepare(`
        UPDATE accounts SET password_hash = ?, scram_salt = ?, scram_iterations = ?,
          scram_stored_key = ?, scram_server_key = ? WHERE key = ?`),
      remove: db.prepare("DELETE FROM accounts WHERE key = ?"),
      // Each is later than the one before, also within one millisecond.
      addToken: db.prepare(`
        INSERT INTO login_tokens (hash, account, id, label, created_at, used_at)
        SELECT ?1, key, ?3, ?4, max(?5, 1 + coalesce((SELECT max(created_at) FROM login_tokens
          WHERE account = ?2), 0)), ?6 FROM accounts WHERE key = ?2 ON CONFLICT DO NOTHING`),
      trimTokens: db.prepare(`
        DELETE FROM login_tokens WHERE account = ?1 AND id IN (SELECT id FROM login_tokens
          WHERE account = ?1 ORDER BY used_at DESC, created_at DESC LIMIT -1 OFFSET ?2)`),
      useToken: db.prepare(
        "UPDATE login_tokens SET used_at = ?3 WHERE account = ?1 AND id = ?2 AND used_at < ?3",
      ),
      removeToken: db.prepare("DELETE FROM login_tokens WHERE account = ? AND id = ?"),
      removeTokens: db.prepare("DELETE FROM login_tokens WHERE account = ?"),
      addAddress: db.prepare(`
        INSERT INTO known_addresses (account, address, day) SELECT key, ?2, ?3 FROM accounts
          WHERE key = ?1 ON CONFLICT DO UPDATE SET day = ?3`),
      trimAddresses: db.prepare(`
        DELETE FROM known_addresses WHERE account = ?1 AND (day <= ?2 OR address NOT IN (SELECT
          address FROM known_addresses WHERE account = ?1 ORDER BY day DESC, address = ?3 DESC
          LIMIT ${MAX_PER_ACCOUNT}))`),
      forgetAddresses: db.prepare("DELETE FROM known_addresses WHERE account = ?"),
    };
  }

  /** Reads all stored accounts, the oldest first. */
  *load(): Iterable<Account> {
    for (const row of this.#all.iterate()) {
      const hash = row["code_hash"];
      yield {
        name: String(row["name"]),
        createdAt: Number(row["created_at"]),
        pending: hash instanceof Uint8Array
          ? { codeHash: hash.toBase64(), until: Number(row["code_expires"]) }
          : undefined,
      };
    }
  }

  get changed(): boolean {
    return this.#changes.any;
  }

  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void {
    const write = WRITE[entry.event.type as T];
    if (write === undefined) return;
    const { event } = entry as unknown as Entry;
    const name = event.type === "account-added" ? event.name : (event as OfAccount).account;
    const context = { statements: this.#statements, changes: this.#changes, key: casefold(name) };
    write(context, entry, effect);
  }

  store(): void {
    this.#changes.store();
  }

  committed(): void {
    this.#changes.committed();
  }
}

/** The events of {@linkcode WRITE} that name an account. */
interface OfAccount {
  readonly account: string;
}

function columnsOf({ scrypt, scram }: StoredPassword) {
  const { salt, iterations, storedKey, serverKey } = scram;
  return [scrypt, bytesOf(salt), iterations, bytesOf(storedKey), bytesOf(serverKey)] as const;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.fromBase64(base64);
}
