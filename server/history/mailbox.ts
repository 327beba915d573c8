import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import type { Participant } from "../store/participant.ts";

/** Messages that an account gets when it comes back; the latest ones. */
const MAX_TAKEN = 500;

/** A direct message that waits. */
interface Mail {
  readonly seq: number;
  /** The casefolded account that it waits for. */
  readonly account: string;
  /** The casefolded account that sent it. */
  readonly sender: string;
}

/** The messages from one account that wait for another. */
export interface WaitingMail {
  readonly count: number;
  /** The sequence of the last one; undefined if there is none. */
  readonly last: number | undefined;
}

/**
 * The direct messages that wait for accounts without a session. A session that logs in takes them,
 * and the events of that empty the mailbox on each node.
 */
export class Mailbox implements Participant {
  readonly #statements: Record<"add" | "empty" | "waiting" | "of", StatementSync>;
  #new: Mail[] = [];
  /** Accounts that have taken their messages, or no longer exist. */
  readonly #emptied = new Set<string>();
  /** What the session of the last such event has taken. */
  #taken: { readonly session: string | undefined; readonly seqs: readonly number[] } | undefined;

  constructor(db: DatabaseSync) {
    this.#statements = {
      add: db.prepare("INSERT INTO mailbox (seq, account, sender) VALUES (?, ?, ?)"),
      empty: db.prepare("DELETE FROM mailbox WHERE account = ?"),
      waiting: db.prepare(
        "SELECT count(*) AS count, max(seq) AS last FROM mailbox WHERE account = ? AND sender = ?",
      ),
      of: db.prepare("SELECT seq FROM mailbox WHERE account = ? ORDER BY seq DESC LIMIT ?"),
    };
  }

  get changed(): boolean {
    return this.#new.length > 0 || this.#emptied.size > 0;
  }

  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void {
    const { event, sequence, origin } = entry as unknown as Entry;
    if (event.type === "account-gone") this.#empty(casefold(event.account));
    if (event.type === "connect" || event.type === "account") {
      const { account } = (effect as Effects["connect" | "account"]).user;
      if (account !== undefined) this.#taken = { session: origin, seqs: this.#take(account) };
    }
    if (event.type !== "message") return;
    const { absent, from } = effect as Effects["message"];
    if (absent === undefined) return;
    const sender = casefold(from.account ?? "");
    this.#new.push({ seq: sequence, account: casefold(absent), sender });
  }

  store(): void {
    for (const account of this.#emptied) this.#statements.empty.run(account);
    // If the transaction fails, these messages are lost and their senders are told so.
    for (const { seq, account, sender } of this.#new.splice(0)) {
      this.#statements.add.run(seq, account, sender);
    }
  }

  committed(): void {
    this.#emptied.clear();
  }

  /** The messages from an account that wait for another. */
  waiting(account: string, sender: string): WaitingMail {
    const row = this.#statements.waiting.get(casefold(account), casefold(sender));
    const last = row?.["last"] ?? undefined;
    return {
      count: Number(row?.["count"] ?? 0),
      last: last === undefined ? undefined : Number(last),
    };
  }

  /** The sequences of the messages that a session has just taken by logging in, the oldest first. */
  taken(session: string): readonly number[] {
    if (this.#taken?.session !== session) return [];
    const { seqs } = this.#taken;
    this.#taken = undefined;
    return seqs;
  }

  #take(account: string): readonly number[] {
    const key = casefold(account);
    const stored = this.#emptied.has(key) ? [] : this.#statements.of.all(key, MAX_TAKEN);
    const seqs = stored.map((row) => Number(row["seq"])).reverse();
    for (const mail of this.#new) if (mail.account === key) seqs.push(mail.seq);
    if (seqs.length > 0) this.#empty(key);
    return seqs.slice(-MAX_TAKEN);
  }

  #empty(account: string): void {
    this.#new = this.#new.filter((mail) => mail.account !== account);
    this.#emptied.add(account);
  }
}
