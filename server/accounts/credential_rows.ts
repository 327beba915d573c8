import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ScramCredentials } from "../../protocol/sasl/mod.ts";

/** The secrets of an account, from which nobody can read its password. */
export interface Credentials {
  /** See passwords.ts. */
  readonly passwordHash: string;
  readonly scram: ScramCredentials;
}

/** Reads the secrets of accounts from the database, which has them alone. */
export class CredentialRows {
  readonly #find: StatementSync;

  constructor(db: DatabaseSync) {
    this.#find = db.prepare(
      "SELECT password_hash, scram_salt, scram_iterations, scram_stored_key, scram_server_key " +
        "FROM accounts WHERE key = ?",
    );
  }

  /** The secrets of an account, by its casefolded name. */
  find(key: string): Credentials | undefined {
    const row = this.#find.get(key);
    return row === undefined ? undefined : {
      passwordHash: String(row["password_hash"]),
      scram: {
        salt: bytes(row["scram_salt"]),
        iterations: Number(row["scram_iterations"]),
        storedKey: bytes(row["scram_stored_key"]),
        serverKey: bytes(row["scram_server_key"]),
      },
    };
  }
}

function bytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new Error("An account's row in the database lacks its SCRAM keys");
}
