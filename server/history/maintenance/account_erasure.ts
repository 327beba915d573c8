import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../../protocol/names.ts";
import type { Entry, EventType } from "../../network/events.ts";
import { firstSequenceAt } from "../../network/ids.ts";
import type { Effects } from "../../network/outcome.ts";
import type { Participant } from "../../store/participant.ts";
import { transact } from "../../store/transaction.ts";
import { Eraser } from "../eraser.ts";
import type { Progress } from "./progress.ts";

/** An unfinished job in the table of progress is named by this word, a sequence and an account. */
const PREFIX = "forget ";

/** The first and the last sequence of what is erased. */
interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * Erases the messages of accounts, a few rows at a time. Messages of others to them stay. After a
 * restart it continues where it stopped.
 */
export class AccountErasure implements Participant {
  readonly #db: DatabaseSync;
  readonly #progress: Progress;
  readonly #read: StatementSync;
  readonly #eraser: Eraser;
  /** Accounts whose erasure begins with the commit. */
  #asked: (Span & { readonly account: string })[] = [];
  readonly #jobs: { readonly name: string; readonly account: string; readonly until: number }[];

  constructor(db: DatabaseSync, progress: Progress) {
    this.#db = db;
    this.#progress = progress;
    this.#read = db.prepare(
      "SELECT seq, account FROM history WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
    );
    this.#eraser = new Eraser(db);
    this.#jobs = progress.names(PREFIX).map((name) => {
      const [until = "0", account = ""] = name.slice(PREFIX.length).split(" ");
      return { name, account, until: Number(until) };
    });
  }

  record<T extends EventType>({ event, sequence }: Entry<T>, effect: Effects[T]): void {
    if (event.type !== "forget") return;
    const { account: { name, createdAt } } = effect as Effects["forget"];
    // What was said before the account was made is a former account's.
    this.#asked.push({ account: name, from: firstSequenceAt(createdAt), until: sequence });
  }

  get changed(): boolean {
    return this.#asked.length > 0;
  }

  store(): void {
    for (const { account, ...span } of this.#asked) this.begin(account, span);
  }

  committed(): void {
    this.#asked = [];
  }

  /** Starts to erase the messages of an account, from one sequence to another, both included. */
  begin(account: string, { from, until }: Span): void {
    const key = casefold(account);
    const name = `${PREFIX}${until} ${key}`;
    const job = { name, account: key, until };
    const before = this.#jobs.findIndex(({ account }) => account === key);
    // A second request extends the job that is running.
    const [same] = before === -1 ? [] : this.#jobs.splice(before, 1, job);
    if (same === undefined) this.#jobs.push(job);
    const done = same === undefined ? undefined : this.#progress.get(same.name);
    if (same !== undefined) this.#progress.remove(same.name);
    this.#progress.set(name, done ?? from - 1);
  }

  /**
   * Checks the next rows, at most `limit`.
   * @returns whether there is more to do
   */
  step(limit: number): boolean {
    const [job] = this.#jobs;
    if (job === undefined) return false;
    const { name, account, until } = job;
    const rows = this.#read.all(this.#progress.get(name) ?? 0, until, limit);
    const last = rows.at(-1);
    transact(this.#db, () => {
      for (const row of rows) {
        if (row["account"] === null || casefold(String(row["account"])) !== account) continue;
        this.#eraser.erase(Number(row["seq"]));
      }
      if (last !== undefined) this.#progress.set(name, Number(last["seq"]));
      if (rows.length < limit) this.#progress.remove(name);
    });
    if (rows.length < limit) this.#jobs.shift();
    return this.#jobs.length > 0;
  }
}
