import { ownText } from "../../protocol/lines.ts";
import { casefold } from "../../protocol/names.ts";
import { networkPrefix } from "../io/network_prefix.ts";
import type { UserId } from "../network/state.ts";
import type { Session } from "./session.ts";

const NO_SESSIONS: readonly Session[] = [];

/** The sessions of this server: by user, by address, and by the nicknames that they monitor. */
export class Sessions {
  readonly #all = new Map<string, Session>();
  readonly #unregistered = new Set<Session>();
  readonly #byUser = new Map<UserId, Session[]>();
  readonly #byAddress = new Map<string, number>();
  readonly #watchers = new Map<string, Set<Session>>();
  readonly #whenEmpty: (() => void)[] = [];
  #maxUsers = 0;

  get all(): Iterable<Session> {
    return this.#all.values();
  }

  get size(): number {
    return this.#all.size;
  }

  /** Resolves when there are no sessions. */
  empty(): Promise<void> {
    if (this.#all.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  /** The number of users who have a session on this server. */
  get users(): number {
    return this.#byUser.size;
  }

  /** The highest number of such users so far. */
  get maxUsers(): number {
    return this.#maxUsers;
  }

  /** The number of sessions that have not registered. */
  get unregistered(): number {
    return this.#unregistered.size;
  }

  byId(id: string | undefined): Session | undefined {
    return id === undefined ? undefined : this.#all.get(id);
  }

  /** The sessions of a user. */
  of(user: UserId): readonly Session[] {
    return this.#byUser.get(user) ?? NO_SESSIONS;
  }

  /** The number of sessions from each network prefix. */
  get byAddress(): ReadonlyMap<string, number> {
    return this.#byAddress;
  }

  /** The number of sessions from the network prefix of an address. */
  countFrom(address: string): number {
    return this.#byAddress.get(networkPrefix(address)) ?? 0;
  }

  add(session: Session): void {
    this.#all.set(session.id, session);
    this.#unregistered.add(session);
    this.#byAddress.set(networkPrefix(session.address), this.countFrom(session.address) + 1);
  }

  remove(session: Session): void {
    if (!this.#all.delete(session.id)) return;
    this.#unregistered.delete(session);
    if (this.#all.size === 0) this.#whenEmpty.splice(0).forEach((resolve) => resolve());
    this.unwatchAll(session);
    const prefix = networkPrefix(session.address);
    const remaining = this.countFrom(session.address) - 1;
    if (remaining === 0) this.#byAddress.delete(prefix);
    else this.#byAddress.set(prefix, remaining);
  }

  /** Stops counting a session that is about to end as unregistered. */
  ending(session: Session): void {
    this.#unregistered.delete(session);
  }

  /** Adds a session to those of a user. */
  attach(session: Session, user: UserId): void {
    const sessions = this.#byUser.get(user);
    if (sessions === undefined) this.#byUser.set(user, [session]);
    else sessions.push(session);
    this.#maxUsers = Math.max(this.#maxUsers, this.#byUser.size);
    this.#unregistered.delete(session);
  }

  /** Removes a session from those of a user. */
  detach(session: Session, user: UserId): void {
    const remaining = this.of(user).filter((other) => other !== session);
    if (remaining.length === 0) this.#byUser.delete(user);
    else this.#byUser.set(user, remaining);
    if (!session.connection.closing) this.#unregistered.add(session);
  }

  /** The sessions that monitor a nickname (MONITOR). */
  watchers(nickname: string): Iterable<Session> {
    return this.#watchers.get(casefold(nickname)) ?? NO_SESSIONS;
  }

  /** Begins to monitor a nickname for a session. */
  watch(session: Session, nickname: string): void {
    const name = ownText(nickname);
    const key = casefold(name);
    const watchers = this.#watchers.get(key);
    if (watchers === undefined) this.#watchers.set(key, new Set([session]));
    else watchers.add(session);
    session.watching.set(key, name);
  }

  /** Stops monitoring a nickname for a session. */
  unwatch(session: Session, nickname: string): void {
    const key = casefold(nickname);
    session.watching.delete(key);
    const watchers = this.#watchers.get(key);
    watchers?.delete(session);
    if (watchers?.size === 0) this.#watchers.delete(key);
  }

  /** Stops monitoring all nicknames of a session. */
  unwatchAll(session: Session): void {
    for (const nickname of [...session.watching.values()]) this.unwatch(session, nickname);
  }
}
