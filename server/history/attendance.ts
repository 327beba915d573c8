import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Changes } from "../store/changes.ts";
import type { Interval } from "./reading/parts.ts";

/** Intervals of one party in one channel that are read, the latest first. */
const MAX_INTERVALS = 100;

type StatementName =
  | "leaveOthers"
  | "enterAll"
  | "return"
  | "enter"
  | "leave"
  | "of"
  | "all"
  | "remove"
  | "removeOf"
  | "removeBefore";

/**
 * Who was in a channel while it was closed, and may therefore read what was said then.
 *
 * Somebody whom the closed channel lets in may read all of its closed period. Somebody who leaves
 * may read it up to then, and all of it after coming back. Periods that follow one another are one
 * interval for those who are in all of them, since there are no closed rows between them.
 */
export class Attendance {
  readonly #changes: Changes;
  readonly #statements: Record<StatementName, StatementSync>;

  constructor(db: DatabaseSync, changes: Changes, { usersStay = false } = {}) {
    this.#changes = changes;
    this.#statements = {
      // Those who were in the period before, too, are not written again.
      leaveOthers: db.prepare(
        "UPDATE attendance SET last = ? WHERE target = ? AND last IS NULL AND " +
          "party NOT IN (SELECT value FROM json_each(?))",
      ),
      enterAll: db.prepare(
        "INSERT INTO attendance (target, party, first) SELECT DISTINCT ?1, value, ?2 " +
          "FROM json_each(?3) WHERE NOT EXISTS " +
          "(SELECT 1 FROM attendance WHERE target = ?1 AND party = value AND last IS NULL)",
      ),
      return: db.prepare(
        "UPDATE attendance SET last = NULL WHERE target = ? AND party = ? AND last >= ?",
      ),
      enter: db.prepare(
        "INSERT INTO attendance (target, party, first) SELECT ?1, ?2, ?3 WHERE NOT EXISTS " +
          "(SELECT 1 FROM attendance WHERE target = ?1 AND party = ?2 AND last IS NULL)",
      ),
      leave: db.prepare(
        "UPDATE attendance SET last = ? WHERE target = ? AND party = ? AND last IS NULL",
      ),
      of: db.prepare(
        "SELECT first, last FROM attendance WHERE target = ? AND party = ? " +
          "ORDER BY first DESC LIMIT ?",
      ),
      all: db.prepare("SELECT party, first, last FROM attendance WHERE target = ?"),
      remove: db.prepare("DELETE FROM attendance WHERE party = ?"),
      removeOf: db.prepare("DELETE FROM attendance WHERE target = ? AND party = ?"),
      removeBefore: db.prepare("DELETE FROM attendance WHERE target = ? AND last < ?"),
    };
    if (usersStay) return;
    // The last process may have ended without a word, and its guests do not come back.
    const end = "(SELECT coalesce(max(seq), 0) FROM history)";
    changes.add(db.prepare(`UPDATE attendance SET last = ${end} WHERE last IS NULL`));
    changes.add(db.prepare("DELETE FROM attendance WHERE party >= 'u:' AND party < 'u;'"));
  }

  /** Begins a closed period of a channel with those who are in it; `since` is its first sequence. */
  begin(target: number, { since, parties }: { since: number; parties: readonly string[] }): void {
    const present = JSON.stringify(parties);
    this.#changes.add(this.#statements.leaveOthers, since - 1, target, present);
    this.#changes.add(this.#statements.enterAll, target, since, present);
  }

  /** Notes that a party is in a channel whose closed period began with the sequence `since`. */
  enter(target: number, { party, since }: { party: string; since: number }): void {
    this.#changes.add(this.#statements.return, target, party, since);
    this.#changes.add(this.#statements.enter, target, party, since);
  }

  /** Notes that a party has left a closed channel; `last` is the sequence of that event. */
  leave(target: number, { party, last }: { party: string; last: number }): void {
    this.#changes.add(this.#statements.leave, last, target, party);
  }

  /** The stored intervals that a party may read of a closed channel's history. */
  of(target: number, party: string): Interval[] {
    return this.#statements.of.all(target, party, MAX_INTERVALS).map(({ first, last }) => ({
      first: Number(first),
      last: last === null || last === undefined ? undefined : Number(last),
    }));
  }

  /** All stored intervals of a closed channel's history, with their parties. */
  all(target: number): (Interval & { readonly party: string })[] {
    return this.#statements.all.all(target).map(({ party, first, last }) => ({
      party: String(party),
      first: Number(first),
      last: last === null || last === undefined ? undefined : Number(last),
    }));
  }

  /** Forgets a party in one channel. */
  removeOf(target: number, party: string): void {
    this.#changes.add(this.#statements.removeOf, target, party);
  }

  /** Forgets what has ended before a sequence, since the history begins with that. */
  removeBefore(target: number, sequence: number): void {
    this.#changes.add(this.#statements.removeBefore, target, sequence);
  }

  /** Forgets an account, so that a later account of its name does not have its attendance. */
  remove(party: string): void {
    this.#changes.add(this.#statements.remove, party);
  }
}
