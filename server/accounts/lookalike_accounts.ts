import type { DatabaseSync, StatementSync } from "node:sqlite";
import { CONFUSABLES_VERSION } from "../../protocol/confusables.ts";
import { lookalikeForms } from "../../protocol/lookalikes.ts";
import { transact } from "../store/transaction.ts";

/** The row of the table `progress` that says which table of characters the forms are of. */
const PROGRESS = "lookalikes";
/** One more with each change of {@linkcode lookalikeForms}. */
const REVISION = 1;

/** Finds accounts by what their names look like. */
export class LookalikeAccounts {
  readonly #add: StatementSync;
  readonly #ofForm: StatementSync;
  readonly #exists: StatementSync;

  constructor(db: DatabaseSync) {
    this.#add = db.prepare(
      "INSERT INTO account_forms (form, account) VALUES (?, ?) ON CONFLICT DO NOTHING",
    );
    this.#ofForm = db.prepare("SELECT account FROM account_forms WHERE form = ?");
    this.#exists = db.prepare("SELECT 1 FROM accounts WHERE key = ?");
    this.#renew(db);
  }

  /** Adds an account that was made. Its own key, the first form, is in the table of accounts. */
  add(name: string): void {
    const [key, ...forms] = lookalikeForms(name);
    for (const form of forms) this.#add.run(form, key!);
  }

  /** The keys of the accounts whose names look like a name but are not it. */
  find(name: string): Set<string> {
    const [key, ...further] = lookalikeForms(name);
    const found = new Set(further.filter((form) => this.#exists.get(form) !== undefined));
    for (const form of [key!, ...further]) {
      for (const { account } of this.#ofForm.all(form)) found.add(String(account));
    }
    found.delete(key!);
    return found;
  }

  /** Makes all forms anew after a change of Unicode's table or of this program. */
  #renew(db: DatabaseSync): void {
    const version = Number.parseInt(CONFUSABLES_VERSION) * 1000 + REVISION;
    const stored = db.prepare("SELECT value FROM progress WHERE name = ?").get(PROGRESS);
    if (stored?.["value"] === version) return;
    transact(db, () => {
      db.exec("DELETE FROM account_forms");
      for (const { name } of db.prepare("SELECT name FROM accounts").iterate()) {
        this.add(String(name));
      }
      db.prepare("INSERT OR REPLACE INTO progress (name, value) VALUES (?, ?)")
        .run(PROGRESS, version);
    });
  }
}
