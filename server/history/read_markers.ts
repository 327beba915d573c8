import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import type { User } from "../network/state.ts";
import type { Participant } from "../store/participant.ts";

/** Read markers that one account or guest has. */
const MAX_MARKERS = 1_000;
/** Read markers that {@linkcode ReadMarkers.all} returns. */
const MAX_RETURNED = 200;

/** The read markers of an account that wait for the commit. */
interface Waiting {
  /** Casefolded names with times in milliseconds since 1970. */
  readonly markers: Map<string, number>;
  /** Whether some of them are for new names. */
  hasNew: boolean;
}

/** How far each user has read: stored for accounts, in memory for guests. */
export class ReadMarkers implements Participant {
  readonly #guests = new WeakMap<User, Map<string, number>>();
  readonly #waiting = new Map<string, Waiting>();
  /** Accounts whose stored markers are deleted with the commit. */
  readonly #forgotten = new Set<string>();
  /** Casefolded names of renamed channels that wait for the commit. */
  #renamed: { readonly from: string; readonly to: string }[] = [];
  readonly #statements: Record<
    "get" | "set" | "all" | "trim" | "rename" | "drop" | "forget",
    StatementSync
  >;

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
      rename: db.prepare(
        "INSERT INTO read_markers (account, target, time) " +
          "SELECT account, ?2, time FROM read_markers WHERE target = ?1 " +
          "ON CONFLICT DO UPDATE SET time = max(time, excluded.time)",
      ),
      drop: db.prepare("DELETE FROM read_markers WHERE target = ?"),
      forget: db.prepare("DELETE FROM read_markers WHERE account = ?"),
    };
  }

  get changed(): boolean {
    return this.#waiting.size > 0 || this.#forgotten.size > 0 || this.#renamed.length > 0;
  }

  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void {
    const { event } = entry as unknown as Entry;
    switch (event.type) {
      case "marker":
        return this.#advance((effect as Effects["marker"]).user, event.target, event.time);
      case "account-gone":
      case "forget":
        return this.#forget(casefold(event.account));
      case "rename":
        return this.#rename(effect as Effects["rename"]);
    }
  }

  store(): void {
    for (const account of this.#forgotten) this.#statements.forget.run(account);
    for (const [account, { markers, hasNew }] of this.#waiting) {
      for (const [target, time] of markers) this.#statements.set.run(account, target, time);
      if (hasNew) this.#statements.trim.run(account, MAX_MARKERS);
    }
    for (const { from, to } of this.#renamed) {
      this.#statements.rename.run(from, to);
      this.#statements.drop.run(from);
    }
  }

  committed(): void {
    this.#waiting.clear();
    this.#forgotten.clear();
    this.#renamed = [];
  }

  /** How far a user has read a target, in milliseconds since 1970; undefined if unknown. */
  get(user: User, target: string): number | undefined {
    const key = casefold(target);
    if (user.account === undefined) return this.#guests.get(user)?.get(key);
    const account = casefold(user.account);
    const waiting = this.#waiting.get(account)?.markers.get(key);
    if (waiting !== undefined || this.#forgotten.has(account)) return waiting;
    const row = this.#statements.get.get(account, key);
    return row === undefined ? undefined : Number(row["time"]);
  }

  /** The latest markers of a user's account; none for a guest. */
  all(user: User): { readonly target: string; readonly time: number }[] {
    if (user.account === undefined) return [];
    const account = casefold(user.account);
    const rows = this.#forgotten.has(account)
      ? []
      : this.#statements.all.all(account, MAX_RETURNED);
    const stored = rows
      .map((row) => [String(row["target"]), Number(row["time"])] as const);
    const markers = new Map([...stored, ...this.#waiting.get(account)?.markers ?? []]);
    return [...markers].map(([target, time]) => ({ target, time }))
      .sort((one, other) => other.time - one.time).slice(0, MAX_RETURNED);
  }

  /** Moves a marker forward, never back. */
  #advance(user: User, target: string, time: number): void {
    const before = this.get(user, target);
    if (before !== undefined && before >= time) return;
    const key = casefold(target);
    if (user.account === undefined) {
      let markers = this.#guests.get(user);
      if (markers === undefined) this.#guests.set(user, markers = new Map());
      markers.delete(key);
      markers.set(key, time);
      const [oldest] = markers.keys();
      if (markers.size > MAX_MARKERS && oldest !== undefined) markers.delete(oldest);
    } else {
      const waiting = this.#waitingOf(casefold(user.account));
      waiting.markers.set(key, time);
      waiting.hasNew ||= before === undefined;
    }
  }

  /** Markers go along with a channel that is renamed. */
  #rename({ channel, before }: Effects["rename"]): void {
    const from = casefold(before);
    if (from === channel.key) return;
    for (const { user } of channel.members.values()) {
      const time = this.get(user, before);
      if (time !== undefined) this.#advance(user, channel.key, time);
      this.#guests.get(user)?.delete(from);
    }
    this.#renamed.push({ from, to: channel.key });
  }

  /** Deletes all markers of an account. */
  #forget(account: string): void {
    this.#waiting.delete(account);
    this.#forgotten.add(account);
  }

  #waitingOf(account: string): Waiting {
    const known = this.#waiting.get(account);
    if (known !== undefined) return known;
    const waiting = { markers: new Map<string, number>(), hasNew: false };
    this.#waiting.set(account, waiting);
    return waiting;
  }
}
