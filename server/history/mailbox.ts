import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import type { Participant } from "../store/participant.ts";

/** Messages told to an account that comes back, at most; the latest. */
const MOST_TAKEN = 500;

interface Mail {
  readonly seq: number;
  /** Casefolded, as is the sender, who has an account too. */
  readonly account: string;
  readonly sender: string;
}

/** What one account has left for another. */
export interface Left {
  readonly count: number;
  /** The place of the last of it; undefined where there is nothing. */
  readonly last: number | undefined;
}

/** Which direct messages wait for an account that was not here when they were sent. */
export class Mailbox implements Participant {
  readonly #statements: Record<"add" | "empty" | "left" | "of", StatementSync>;
  #new: Mail[] = [];
  /** Accounts that have taken what waited for them, or are gone. */
  readonly #emptied = new Set<string>();

  constructor(db: DatabaseSync) {
    this.#statements = {
      add: db.prepare("INSERT INTO mailbox (seq, account, sender) VALUES (?, ?, ?)"),
      empty: db.prepare("DELETE FROM mailbox WHERE account = ?"),
      left: db.prepare(
        "SELECT count(*) AS count, max(seq) AS last FROM mailbox WHERE account = ? AND sender = ?",
      ),
      of: db.prepare("SELECT seq FROM mailbox WHERE account = ? ORDER BY seq DESC LIMIT ?"),
    };
  }

  get changed(): boolean {
    return this.#new.length > 0 || this.#emptied.size > 0;
  }

  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void {
    const { event, sequence } = entry as unknown as Entry;
    if (event.type === "account-gone") this.#empty(casefold(event.account));
    if (event.type !== "message") return;
    const { absent, from } = effect as Effects["message"];
    if (absent === undefined) return;
    const sender = casefold(from.account ?? "");
    this.#new.push({ seq: sequence, account: casefold(absent), sender });
  }

  store(): void {
    for (const account of this.#emptied) this.#statements.empty.run(account);
    // If this fails, their senders are told that these messages are lost: they wait for nobody.
    for (const { seq, account, sender } of this.#new.splice(0)) {
      this.#statements.add.run(seq, account, sender);
    }
  }

  committed(): void {
    this.#emptied.clear();
  }

  /** What an account has left for another since that was last here; all must be stored. */
  left(account: string, sender: string): Left {
    const row = this.#statements.left.get(casefold(account), casefold(sender));
    const last = row?.["last"] ?? undefined;
    return {
      count: Number(row?.["count"] ?? 0),
      last: last === undefined ? undefined : Number(last),
    };
  }

  /**
   * The places of what waits for an account, which is here now: the oldest first. All must be
   * stored.
   */
  take(account: string): number[] {
    const key = casefold(account);
    if (this.#emptied.has(key)) return [];
    const rows = this.#statements.of.all(key, MOST_TAKEN);
    if (rows.length > 0) this.#empty(key);
    return rows.map((row) => Number(row["seq"])).reverse();
  }

  #empty(account: string): void {
    this.#new = this.#new.filter((mail) => mail.account !== account);
    this.#emptied.add(account);
  }
}
