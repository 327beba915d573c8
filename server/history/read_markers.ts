import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import type { User } from "../network/state.ts";

/** Read markers that one account or guest has. */
const MAX_MARKERS = 1_000;
/** Read markers that {@linkcode ReadMarkers.all} returns. */
const MAX_RETURNED = 200;

/** How far each user has read: stored for accounts, in memory for guests. */
export class ReadMarkers {
  readonly #guests = new WeakMap<User, Map<string, number>>();
  readonly #statements: Record<"get" | "set" | "all" | "trim" | "forget", StatementSync>;

  constructor(db: DatabaseSync) {
    this.#statements = {
      get: db.prepare("SELECT time FROM read_markers WHERE account = ? AND target = ?"),
      set: db.prepare(
        "INSERT INTO read_markers (account, target, time) VALUES (?, ?, ?) " +
          "ON CONFLICT DO UPDATE SET time = excluded.time",
      ),
      all: db.prepare(
        "SELECT target, time FROM read_markers WHERE account = ? ORDER BY time DESC LIMIT ?",
      ),
      trim: db.prepare(
        "DELETE FROM read_markers WHERE account = ?1 AND target IN (SELECT target " +
          "FROM read_markers WHERE account = ?1 ORDER BY time DESC LIMIT -1 OFFSET ?2)",
      ),
      forget: db.prepare("DELETE FROM read_markers WHERE account = ?"),
    };
  }

  /** How far a user has read a target, in milliseconds since 1970; undefined if unknown. */
  get(user: User, target: string): number | undefined {
    const key = casefold(target);
    if (user.account === undefined) return this.#guests.get(user)?.get(key);
    const row = this.#statements.get.get(casefold(user.account), key);
    return row === undefined ? undefined : Number(row["time"]);
  }

  /**
   * Moves a marker forward, never back.
   * @returns the marker's time, and whether it moved
   */
  advance(user: User, target: string, time: number): { time: number; moved: boolean } {
    const before = this.get(user, target);
    if (before !== undefined && before >= time) return { time: before, moved: false };
    const key = casefold(target);
    if (user.account === undefined) {
      let markers = this.#guests.get(user);
      if (markers === undefined) this.#guests.set(user, markers = new Map());
      markers.delete(key);
      markers.set(key, time);
      const [oldest] = markers.keys();
      if (markers.size > MAX_MARKERS && oldest !== undefined) markers.delete(oldest);
    } else {
      const account = casefold(user.account);
      this.#statements.set.run(account, key, time);
      if (before === undefined) this.#statements.trim.run(account, MAX_MARKERS);
    }
    return { time, moved: true };
  }

  /** The latest markers of a user's account; none for a guest. */
  all(user: User): { readonly target: string; readonly time: number }[] {
    if (user.account === undefined) return [];
    return this.#statements.all.all(casefold(user.account), MAX_RETURNED)
      .map((row) => ({ target: String(row["target"]), time: Number(row["time"]) }));
  }

  /** Deletes all markers of an account. */
  forget(account: string): void {
    this.#statements.forget.run(casefold(account));
  }
}
