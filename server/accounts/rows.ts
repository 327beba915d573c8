import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ScramCredentials } from "../../protocol/sasl/mod.ts";

/** An account as it is stored. */
export interface AccountRow {
  /** Casefolded name. */
  readonly key: string;
  readonly name: string;
  /** In milliseconds since 1970, as is `codeExpires`. */
  readonly createdAt: number;
  readonly email: string | undefined;
  /** SHA-256 of the code that verifies the e-mail address; undefined unless pending. */
  readonly codeHash: Uint8Array | undefined;
  readonly codeExpires: number;
  /** See passwords.ts. */
  readonly passwordHash: string;
  readonly scram: ScramCredentials;
}

/** A password as it is stored. */
export type StoredPassword = Pick<AccountRow, "passwordHash" | "scram">;

/** The table of accounts. */
export class AccountRows {
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #confirm: StatementSync;
  readonly #setPassword: StatementSync;
  readonly #remove: StatementSync;
  readonly #removeExpired: StatementSync;

  constructor(db: DatabaseSync) {
    this.#find = db.prepare("SELECT * FROM accounts WHERE key = ?");
    this.#add = db.prepare(`
      INSERT INTO accounts (key, name, created_at, email, code_hash, code_expires, password_hash,
        scram_salt, scram_iterations, scram_stored_key, scram_server_key)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
    this.#confirm = db.prepare(
      "UPDATE accounts SET code_hash = NULL, code_expires = 0 WHERE key = ?",
    );
    this.#setPassword = db.prepare(`
      UPDATE accounts SET password_hash = ?, scram_salt = ?, scram_iterations = ?,
        scram_stored_key = ?, scram_server_key = ? WHERE key = ?`);
    this.#remove = db.prepare("DELETE FROM accounts WHERE key = ?");
    this.#removeExpired = db.prepare(
      "DELETE FROM accounts WHERE code_hash IS NOT NULL AND code_expires <= ?",
    );
  }

  find(key: string): AccountRow | undefined {
    const row = this.#find.get(key);
    return row === undefined ? undefined : read(row);
  }

  /** Adds an account. Returns false if there already is one with its name. */
  add(row: AccountRow): boolean {
    const { changes } = this.#add.run(
      row.key,
      row.name,
      row.createdAt,
      row.email ?? null,
      row.codeHash ?? null,
      row.codeExpires,
      row.passwordHash,
      ...scramValues(row.scram),
    );
    return Number(changes) > 0;
  }

  /** Marks an account's e-mail address as verified. */
  confirm(key: string): void {
    this.#confirm.run(key);
  }

  /** Changes a password. Returns false if there is no such account. */
  setPassword(key: string, { passwordHash, scram }: StoredPassword): boolean {
    return Number(this.#setPassword.run(passwordHash, ...scramValues(scram), key).changes) > 0;
  }

  remove(key: string): void {
    this.#remove.run(key);
  }

  /** Removes the accounts whose e-mail address was not verified in time. */
  removeExpired(now: number): void {
    this.#removeExpired.run(now);
  }
}

function scramValues({ salt, iterations, storedKey, serverKey }: ScramCredentials) {
  return [salt, iterations, storedKey, serverKey] as const;
}

function read(row: Record<string, unknown>): AccountRow {
  return {
    key: String(row["key"]),
    name: String(row["name"]),
    createdAt: Number(row["created_at"]),
    email: typeof row["email"] === "string" ? row["email"] : undefined,
    codeHash: row["code_hash"] instanceof Uint8Array ? row["code_hash"] : undefined,
    codeExpires: Number(row["code_expires"]),
    passwordHash: String(row["password_hash"]),
    scram: {
      salt: bytes(row["scram_salt"]),
      iterations: Number(row["scram_iterations"]),
      storedKey: bytes(row["scram_stored_key"]),
      serverKey: bytes(row["scram_server_key"]),
    },
  };
}

function bytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error("An account's row in the database lacks its SCRAM keys");
}
