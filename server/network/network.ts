import { casefold, isChannelName } from "../../protocol/names.ts";
import { addAccount } from "./apply/accounts.ts";
import { APPLY } from "./apply/mod.ts";
import { formerlyNamed } from "./apply/former_names.ts";
import { usersOf } from "./apply/logins.ts";
import { countFounded } from "./apply/founders.ts";
import { metadataOfAccount } from "./apply/metadata.ts";
import type { Entry, EventType } from "./events.ts";
import { Names } from "./names.ts";
import type { Outcome } from "./outcome.ts";
import {
  type Account,
  type Channel,
  isExpired,
  type NetworkState,
  usableAccount,
  type User,
  type UserId,
} from "./state.ts";
import { type NetworkSnapshot, restoreSnapshot, takeSnapshot } from "./snapshot.ts";
import { type PastUser, Whowas } from "./whowas.ts";

const NO_METADATA: ReadonlyMap<string, string> = new Map();

/** Frequent events that change nobody's place in a channel, name or status. */
const KEEPS_NAMES: ReadonlySet<EventType> = new Set<EventType>([
  "connect",
  "attach",
  "join",
  "message",
  "marker",
  "away",
  "topic",
  "metadata",
]);

/** Options for {@linkcode Network}. */
export interface NetworkOptions {
  /** Most entries that WHOWAS keeps. */
  readonly whowasEntries: number;
}

/**
 * The users, channels and accounts of the network. Any part may read it; only events change it, in the
 * order of the journal.
 */
export class Network {
  readonly #state: NetworkState;
  #namesVersion = 0;

  constructor(options: NetworkOptions) {
    this.#state = {
      users: new Map(),
      nicknames: new Names(),
      accounts: new Names(),
      pendingAccounts: new Set(),
      channels: new Map(),
      formerNames: new Map(),
      whowas: new Whowas(options.whowasEntries),
      invitations: new Map(),
      knockedAt: new WeakMap(),
      loggedIn: new Map(),
      founded: new Map(),
      accountMetadata: new Map(),
      counts: { operators: 0, invisible: 0, maxUsers: 0, occupied: 0 },
    };
  }

  /** Changes the state by one event. The same events make the same state on every machine. */
  apply<T extends EventType>(entry: Entry<T>): Outcome<T> {
    if (!KEEPS_NAMES.has(entry.event.type)) this.#namesVersion++;
    return APPLY[entry.event.type as T](this.#state, entry);
  }

  /**
   * Changes when members of channels may have left, or may have another name or status. Who joins is
   * after all others in the order of a channel, and does not change it.
   */
  get namesVersion(): number {
    return this.#namesVersion;
  }

  get users(): ReadonlyMap<UserId, User> {
    return this.#state.users;
  }

  get channels(): ReadonlyMap<string, Channel> {
    return this.#state.channels;
  }

  get counts(): Readonly<NetworkState["counts"]> {
    return this.#state.counts;
  }

  /** The user with a nickname, in any case. */
  userByNickname(nickname: string): User | undefined {
    return this.#state.nicknames.get(nickname);
  }

  /** The users whose nicknames look like a name, the holder of the name included. */
  usersWhoLookLike(name: string): Iterable<User> {
    return this.#state.nicknames.lookingLike(name);
  }

  /** The account with a name, in any case; pending ones are included until they expire. */
  account(name: string, now: number): Account | undefined {
    const account = this.#state.accounts.get(name);
    return account === undefined || isExpired(account, now) ? undefined : account;
  }

  /** The accounts whose names look like a name, the one that has the name included. */
  *accountsThatLookLike(name: string, now: number): Iterable<Account> {
    for (const account of this.#state.accounts.lookingLike(name)) {
      if (!isExpired(account, now)) yield account;
    }
  }

  /** The channel with a name, in any case. */
  channel(name: string): Channel | undefined {
    return this.#state.channels.get(casefold(name));
  }

  /** The founded channel that had a name until a short time before `now`, in any case. */
  formerlyNamed(name: string, now: number): Channel | undefined {
    return formerlyNamed(this.#state, casefold(name), now);
  }

  /** Users who had a nickname and have left the network or changed it, the latest first. */
  whowas(nickname: string): readonly PastUser[] {
    return this.#state.whowas.find(nickname);
  }

  /** The metadata that the users of an account share, by key. */
  accountMetadata(account: string): ReadonlyMap<string, string> {
    return this.#state.accountMetadata.get(casefold(account)) ?? NO_METADATA;
  }

  /** Restores the stored metadata of an account or channel, by casefolded name. */
  restoreMetadata(owner: string, values: ReadonlyMap<string, string>): void {
    const kept = isChannelName(owner)
      ? this.#state.channels.get(owner)?.metadata
      : metadataOfAccount(this.#state, owner);
    for (const [key, value] of values) kept?.set(key, value);
  }

  /** The users who are logged in to an account, by its name in any case. */
  usersOf(account: string): readonly User[] {
    return usersOf(this.#state, usableAccount(this.#state, account)?.name ?? account);
  }

  /** When a user last knocked, or a channel was last knocked at, in milliseconds since 1970. */
  knockedAt(who: User | Channel): number | undefined {
    return this.#state.knockedAt.get(who);
  }

  /** The channels that a user was invited to. */
  invitations(user: User): Iterable<Channel> {
    return this.#state.invitations.get(user.id) ?? [];
  }

  /** The whole state as a plain value. */
  snapshot(): NetworkSnapshot {
    return takeSnapshot(this.#state);
  }

  /** Restores the state of a snapshot, before the first event. */
  restoreSnapshot(snapshot: NetworkSnapshot): void {
    this.#namesVersion++;
    restoreSnapshot(this.#state, snapshot);
  }

  /** Restores a stored account, before the first event. */
  restoreAccount(account: Account): void {
    addAccount(this.#state, account);
  }

  /** Restores a stored channel, before the first event. */
  restore(channel: Channel): void {
    this.#state.channels.set(channel.key, channel);
    for (const key of channel.formerNames.keys()) this.#state.formerNames.set(key, channel);
    countFounded(this.#state, channel.founder, 1);
  }
}
