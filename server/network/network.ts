import { casefold, isChannelName } from "../../protocol/names.ts";
import { APPLY } from "./apply/mod.ts";
import { countFounded } from "./apply/founders.ts";
import { metadataOfAccount } from "./apply/metadata.ts";
import type { Entry, EventType } from "./events.ts";
import type { Outcome } from "./outcome.ts";
import type { NetworkState } from "./network_state.ts";
import type { Channel, PastUser, User, UserId } from "./state.ts";
import { Whowas } from "./whowas.ts";

const NOTHING: ReadonlyMap<string, string> = new Map();

/** How a {@linkcode Network} is made. */
export interface NetworkOptions {
  /** Entries that WHOWAS keeps. */
  readonly whowasEntries: number;
}

/**
 * Who is on the network and in which rooms. Anyone may look; it changes by events alone,
 * taken from the journal in order.
 */
export class Network {
  readonly #state: NetworkState;

  constructor(options: NetworkOptions) {
    this.#state = {
      users: new Map(),
      nicknames: new Map(),
      channels: new Map(),
      whowas: new Whowas(options.whowasEntries),
      invitations: new Map(),
      founded: new Map(),
      accountMetadata: new Map(),
      counts: { operators: 0, invisible: 0, mostUsers: 0 },
    };
  }

  /** Changes the state by one event; the same on every machine that takes the same events. */
  apply<T extends EventType>(entry: Entry<T>): Outcome<T> {
    return APPLY[entry.event.type as T](this.#state, entry);
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

  /** The user who has a nickname, in any case. */
  userByNickname(nickname: string): User | undefined {
    return this.#state.nicknames.get(casefold(nickname));
  }

  /** The channel of a name, in any case. */
  channel(name: string): Channel | undefined {
    return this.#state.channels.get(casefold(name));
  }

  /** Those who had a nickname and are gone, the latest first. */
  whowas(nickname: string): readonly PastUser[] {
    return this.#state.whowas.find(nickname);
  }

  /** What is said of the users of an account, by key. */
  accountMetadata(account: string): ReadonlyMap<string, string> {
    return this.#state.accountMetadata.get(casefold(account)) ?? NOTHING;
  }

  /** Puts back what the store kept of an account or channel, by casefolded name. */
  restoreMetadata(owner: string, values: ReadonlyMap<string, string>): void {
    const kept = isChannelName(owner)
      ? this.#state.channels.get(owner)?.metadata
      : metadataOfAccount(this.#state, owner);
    for (const [key, value] of values) kept?.set(key, value);
  }

  /** The channels that a user may enter once whatever their modes say. */
  invitations(user: User): Iterable<Channel> {
    return this.#state.invitations.get(user.id) ?? [];
  }

  /** Puts back a channel that the store kept; for the start, before any event. */
  restore(channel: Channel): void {
    this.#state.channels.set(channel.key, channel);
    countFounded(this.#state, channel.founder, 1);
  }
}
