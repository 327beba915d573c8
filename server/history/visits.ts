import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import type { Channel, User } from "../network/state.ts";
import type { Participant } from "../store/participant.ts";
import { Changes } from "../store/changes.ts";

/** Channels that are known of one account: those that it left the latest. */
const MAX_CHANNELS = 1_000;

/** When each account was last in each channel, so that it is sent only what was said since then. */
export class Visits implements Participant {
  readonly #changes = new Changes();
  /** Accounts whose channels are counted with the next commit. */
  readonly #entered = new Set<string>();
  readonly #statements: Record<
    "enter" | "leave" | "last" | "count" | "trim" | "rename" | "drop" | "forget",
    StatementSync
  >;

  constructor(db: DatabaseSync, { usersStay = false } = {}) {
    this.#statements = {
      enter: db.prepare(
        "INSERT INTO visits (account, channel, present) VALUES (?, ?, 1) " +
          "ON CONFLICT DO UPDATE SET present = 1",
      ),
      leave: db.prepare(
        "UPDATE visits SET last = ?, present = 0 WHERE account = ? AND channel = ?",
      ),
      last: db.prepare("SELECT last FROM visits WHERE account = ? AND channel = ?"),
      count: db.prepare("SELECT count(*) AS count FROM visits WHERE account = ?"),
      trim: db.prepare(
        "DELETE FROM visits WHERE account = ?1 AND present = 0 AND channel IN (SELECT channel " +
          "FROM visits WHERE account = ?1 ORDER BY present DESC, last DESC LIMIT -1 OFFSET ?2)",
      ),
      rename: db.prepare("UPDATE OR REPLACE visits SET channel = ?2 WHERE channel = ?1"),
      drop: db.prepare("DELETE FROM visits WHERE channel = ?"),
      forget: db.prepare("DELETE FROM visits WHERE account = ?"),
    };
    if (usersStay) return;
    // The last process may have ended without a word.
    const end = "(SELECT coalesce(max(seq), 0) FROM history)";
    this.#changes.add(
      db.prepare(`UPDATE visits SET last = ${end}, present = 0 WHERE present = 1`),
    );
  }

  get changed(): boolean {
    return this.#changes.any;
  }

  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void {
    const { event, sequence } = entry as unknown as Entry;
    switch (event.type) {
      case "join": {
        const { user, channel } = effect as Effects["join"];
        return this.#enter(user, [channel]);
      }
      case "account": {
        const { user } = effect as Effects["account"];
        return this.#enter(user, [...user.memberships.values()].map(({ channel }) => channel));
      }
      case "part":
      case "kick": {
        const { user, channel } = effect as Effects["part" | "kick"];
        return this.#leave(user, [channel], sequence);
      }
      case "quit": {
        const { user, channels } = effect as Effects["quit"];
        return this.#leave(user, channels, sequence);
      }
      case "rename":
        return this.#rename(effect as Effects["rename"]);
      case "account-gone":
        return this.#changes.add(this.#statements.forget, casefold(event.account));
    }
  }

  store(): void {
    this.#changes.store();
    for (const account of this.#entered) {
      // Counting costs a tenth of looking for those to remove.
      const count = Number(this.#statements.count.get(account)?.["count"]);
      if (count > MAX_CHANNELS) this.#statements.trim.run(account, MAX_CHANNELS);
    }
  }

  committed(): void {
    this.#changes.committed();
    this.#entered.clear();
  }

  /**
   * The sequence at which an account last left a channel, 0 if it never did. Only what is committed
   * is read.
   */
  last(account: string, channel: Channel): number {
    const row = this.#statements.last.get(casefold(account), channel.key);
    return Number(row?.["last"] ?? 0);
  }

  #enter({ account }: User, channels: readonly Channel[]): void {
    if (account === undefined || channels.length === 0) return;
    const party = casefold(account);
    for (const { key } of channels) this.#changes.add(this.#statements.enter, party, key);
    this.#entered.add(party);
  }

  #leave({ account }: User, channels: readonly Channel[], sequence: number): void {
    if (account === undefined) return;
    for (const { key } of channels) {
      this.#changes.add(this.#statements.leave, sequence, casefold(account), key);
    }
  }

  #rename({ channel, before }: Effects["rename"]): void {
    const from = casefold(before);
    if (from === channel.key) return;
    this.#changes.add(this.#statements.drop, channel.key);
    this.#changes.add(this.#statements.rename, from, channel.key);
  }
}
