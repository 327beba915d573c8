import { casefold } from "../../protocol/names.ts";
import { addAccount } from "./apply/accounts.ts";
import { addInvitation } from "./apply/invitations.ts";
import { countFounded } from "./apply/founders.ts";
import { metadataOf } from "./apply/metadata.ts";
import type { Account, Channel, ListEntry, ListMode, NetworkState, Topic, User } from "./state.ts";
import { epochOf } from "./ids.ts";
import type { PastUser } from "./whowas.ts";

const LIST_MODES = ["b", "e", "I"] as const satisfies readonly ListMode[];

type Pairs<K, V> = readonly (readonly [K, V])[];

/** A user as a plain value. */
interface UserSnapshot extends
  Omit<
    User,
    | "account"
    | "away"
    | "operator"
    | "sessions"
    | "modes"
    | "metadata"
    | "silenced"
    | "memberships"
  > {
  readonly account?: string;
  readonly away?: string;
  readonly operator?: string;
  readonly sessions?: readonly string[];
  readonly modes: readonly string[];
  /** Empty with an account, whose users share theirs. */
  readonly metadata: Pairs<string, string>;
  readonly silenced: Pairs<string, ListEntry>;
  /** The keys of their channels, in the order in which they joined. */
  readonly channels: readonly string[];
}

/** A channel as a plain value. */
interface ChannelSnapshot {
  readonly key: string;
  readonly name: string;
  readonly createdAt: number;
  readonly topic?: Topic;
  readonly flags: readonly string[];
  readonly password?: string;
  readonly limit?: number;
  readonly lists: Readonly<Record<ListMode, Pairs<string, ListEntry>>>;
  /** The statuses of members, by the ids of their users, in the order in which they joined. */
  readonly members: Pairs<string, number>;
  readonly invited: readonly string[];
  readonly founder?: string;
  readonly formerNames: Pairs<string, number>;
  readonly metadata: Pairs<string, string>;
  readonly accountStatus: Pairs<string, number>;
}

/** An account as a plain value. */
type AccountSnapshot = Omit<Account, "pending"> & Partial<Pick<Account, "pending">>;

/** The state of a network as a plain value, which JSON can express. */
export interface NetworkSnapshot {
  readonly users: readonly UserSnapshot[];
  readonly channels: readonly ChannelSnapshot[];
  readonly accounts: readonly AccountSnapshot[];
  readonly accountMetadata: Pairs<string, Pairs<string, string>>;
  readonly whowas: readonly PastUser[];
  readonly maxUsers: number;
}

/** The state as a plain value, which does not change with it. */
export function takeSnapshot(state: NetworkState): NetworkSnapshot {
  return {
    users: [...state.users.values()].map(snapshotOfUser),
    channels: [...state.channels.values()].map(snapshotOfChannel),
    accounts: [...state.accounts.values()].map(({ pending, ...account }) => ({
      ...account,
      ...(pending && { pending }),
    })),
    accountMetadata: [...state.accountMetadata].map(([key, values]) => [key, [...values]]),
    whowas: [...state.whowas.all()],
    maxUsers: state.counts.maxUsers,
  };
}

function snapshotOfUser(user: User): UserSnapshot {
  const { account, away, operator, modes, metadata, silenced, memberships, ...rest } = user;
  return {
    ...rest,
    ...(account !== undefined && { account }),
    ...(away !== undefined && { away }),
    ...(operator !== undefined && { operator }),
    modes: [...modes],
    metadata: account === undefined ? [...metadata] : [],
    silenced: [...silenced],
    channels: [...memberships.keys()],
  };
}

function snapshotOfChannel(channel: Channel): ChannelSnapshot {
  const { topic, flags, password, limit, lists, members, invited, founder, ...rest } = channel;
  return {
    ...rest,
    ...(topic && { topic }),
    flags: [...flags],
    ...(password !== undefined && { password }),
    ...(limit !== undefined && { limit }),
    lists: { b: [...lists.b], e: [...lists.e], I: [...lists.I] },
    members: [...members].map(([id, { status }]) => [id, status]),
    invited: [...invited],
    ...(founder !== undefined && { founder }),
    formerNames: [...channel.formerNames],
    metadata: [...channel.metadata],
    accountStatus: [...channel.accountStatus],
  };
}

/** Fills an empty state with what a snapshot has. */
export function restoreSnapshot(state: NetworkState, snapshot: NetworkSnapshot): void {
  const { users, channels, accounts = [], accountMetadata, whowas, maxUsers } = snapshot;
  for (const account of accounts) addAccount(state, { ...account, pending: account.pending });
  for (const [key, values] of accountMetadata) state.accountMetadata.set(key, new Map(values));
  for (const past of whowas) state.whowas.add({ ...past, account: past.account });
  for (const user of users) restoreUser(state, user);
  for (const channel of channels) restoreChannel(state, channel);
  // In the order of the user, which differs from that of the channels.
  for (const { id, channels: keys } of users) {
    const { memberships } = state.users.get(id)!;
    for (const key of keys) {
      const membership = memberships.get(key)!;
      memberships.delete(key);
      memberships.set(key, membership);
    }
  }
  state.counts.maxUsers = maxUsers;
}

function restoreUser(state: NetworkState, snapshot: UserSnapshot): void {
  const { modes, metadata, silenced, channels: _, ...rest } = snapshot;
  const { account, away, operator } = snapshot;
  const user: User = {
    ...rest,
    // Older snapshots know only of the session by which the user has come.
    sessions: rest.sessions ?? [epochOf(snapshot.id)],
    account,
    away,
    operator,
    modes: modes.join(""),
    metadata: metadata.length > 0 ? new Map(metadata) : metadataOf(state, account),
    silenced: new Map(silenced),
    memberships: new Map(),
  };
  state.users.set(user.id, user);
  state.nicknames.add(user.nickname, user);
  if (user.modes.includes("i")) state.counts.invisible++;
  if (user.modes.includes("o")) state.counts.operators++;
}

function restoreChannel(state: NetworkState, snapshot: ChannelSnapshot): void {
  const { topic, password, limit, founder, members, invited, lists } = snapshot;
  const channel: Channel = {
    ...snapshot,
    topic,
    password,
    limit,
    founder,
    flags: new Set(snapshot.flags),
    lists: Object.fromEntries(LIST_MODES.map((mode) => [mode, new Map(lists[mode])])) as Record<
      ListMode,
      Map<string, ListEntry>
    >,
    members: new Map(),
    invited: new Set(),
    formerNames: new Map(snapshot.formerNames),
    metadata: new Map(snapshot.metadata),
    accountStatus: new Map(snapshot.accountStatus),
  };
  state.channels.set(channel.key, channel);
  for (const [id, status] of members) {
    const user = state.users.get(id)!;
    const membership = { user, channel, status };
    channel.members.set(id, membership);
    user.memberships.set(channel.key, membership);
  }
  if (members.length > 0) state.counts.occupied++;
  for (const id of invited) addInvitation(state, channel, id);
  for (const name of channel.formerNames.keys()) state.formerNames.set(casefold(name), channel);
  countFounded(state, founder, 1);
}
