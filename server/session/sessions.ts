import { ownText } from "../../protocol/lines.ts";
import { casefold } from "../../protocol/names.ts";
import { networkPrefix } from "../io/network_prefix.ts";
import type { Channel, UserId } from "../network/state.ts";
import type { Session } from "./session.ts";

const NONE: readonly Session[] = [];

/** The connections of this process: whose they are and what they watch. */
export class Sessions {
  readonly #all = new Map<string, Session>();
  readonly #unregistered = new Set<Session>();
  readonly #byUser = new Map<UserId, Session[]>();
  readonly #byAddress = new Map<string, number>();
  readonly #watchers = new Map<string, Set<Session>>();
  readonly #welcomeTo: (channel: Channel, session: Session) => void;
  readonly #whenEmpty: (() => void)[] = [];
  #mostSessions = 0;

  /** `welcomeTo` tells a session the topic and the names of a channel it is now in. */
  constructor(welcomeTo: (channel: Channel, session: Session) => void) {
    this.#welcomeTo = welcomeTo;
  }

  get all(): Iterable<Session> {
    return this.#all.values();
  }

  get size(): number {
    return this.#all.size;
  }

  /** Resolves when there is none. */
  empty(): Promise<void> {
    if (this.#all.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  /** The most there were at one time. */
  get most(): number {
    return this.#mostSessions;
  }

  /** How many have not said who they are. */
  get unregistered(): number {
    return this.#unregistered.size;
  }

  byId(id: string | undefined): Session | undefined {
    return id === undefined ? undefined : this.#all.get(id);
  }

  /** A user's sessions here. */
  of(user: UserId): readonly Session[] {
    return this.#byUser.get(user) ?? NONE;
  }

  /** How many come from an address, or the /64 of one of IPv6, which one party has whole. */
  countFrom(address: string): number {
    return this.#byAddress.get(networkPrefix(address)) ?? 0;
  }

  add(session: Session): void {
    this.#all.set(session.id, session);
    this.#unregistered.add(session);
    this.#mostSessions = Math.max(this.#mostSessions, this.#all.size);
    this.#byAddress.set(networkPrefix(session.address), this.countFrom(session.address) + 1);
  }

  remove(session: Session): void {
    if (!this.#all.delete(session.id)) return;
    this.#unregistered.delete(session);
    if (this.#all.size === 0) this.#whenEmpty.splice(0).forEach((resolve) => resolve());
    this.unwatchAll(session);
    const left = this.countFrom(session.address) - 1;
    if (left === 0) this.#byAddress.delete(networkPrefix(session.address));
    else this.#byAddress.set(networkPrefix(session.address), left);
  }

  /** No longer counts a session that is ending among those that may register. */
  ending(session: Session): void {
    this.#unregistered.delete(session);
  }

  /** Makes a session one of a user's. */
  attach(session: Session, user: UserId): void {
    const sessions = this.#byUser.get(user);
    if (sessions === undefined) this.#byUser.set(user, [session]);
    else sessions.push(session);
    this.#unregistered.delete(session);
  }

  /** Ends that; tells how many the user has left. */
  detach(session: Session, user: UserId): number {
    const left = this.of(user).filter((other) => other !== session);
    if (left.length === 0) this.#byUser.delete(user);
    else this.#byUser.set(user, left);
    if (!session.connection.closing) this.#unregistered.add(session);
    return left.length;
  }

  /** Tells a session the topic and the names of a channel it is now in. */
  welcomeTo(channel: Channel, session: Session): void {
    this.#welcomeTo(channel, session);
  }

  /** Sessions that MONITOR a nickname. */
  watchers(nickname: string): Iterable<Session> {
    return this.#watchers.get(casefold(nickname)) ?? NONE;
  }

  /** Has a session hear when a nickname comes and goes. */
  watch(session: Session, nickname: string): void {
    const name = ownText(nickname);
    const key = casefold(name);
    const watchers = this.#watchers.get(key);
    if (watchers === undefined) this.#watchers.set(key, new Set([session]));
    else watchers.add(session);
    session.watching.set(key, name);
  }

  /** Ends that. */
  unwatch(session: Session, nickname: string): void {
    const key = casefold(nickname);
    session.watching.delete(key);
    const watchers = this.#watchers.get(key);
    watchers?.delete(session);
    if (watchers?.size === 0) this.#watchers.delete(key);
  }

  /** Ends all of a session's. */
  unwatchAll(session: Session): void {
    for (const nickname of [...session.watching.values()]) this.unwatch(session, nickname);
  }
}
