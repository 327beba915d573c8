import { casefold } from "../../protocol/names.ts";
import { addAccount } from "./apply/accounts.ts";
import { addLogin } from "./apply/logins.ts";
import { addInvitation } from "./apply/invitations.ts";
import { countFounded } from "./apply/founders.ts";
import { metadataOf } from "./apply/metadata.ts";
import { NOBODY } from "./apply/users.ts";
import type { Account, Channel, ListEntry, ListMode, NetworkState, User } from "./state.ts";
import type { PastUser } from "./whowas.ts";

const LIST_MODES = ["b", "e", "I"] as const satisfies readonly ListMode[];

type Pairs<K, V> = readonly (readonly [K, V])[];

/** A user as a plain value. */
interface UserSnapshot extends Omit<User, "metadata" | "silenced" | "memberships"> {
  /** Empty with an account, whose users share theirs. */
  readonly metadata: Pairs<string, string>;
  readonly silenced: Pairs<string, ListEntry>;
  /** The keys of their channels, in the order in which they joined. */
  readonly channels: readonly string[];
}

/** A channel as a plain value. */
interface ChannelSnapshot extends
  Omit<
    Channel,
    "flags" | "lists" | "members" | "invited" | "formerNames" | "metadata" | "accountStatus"
  > {
  readonly flags: readonly string[];
  readonly lists: Readonly<Record<ListMode, Pairs<string, ListEntry>>>;
  /** The ids of members, in the order in which they joined. */
  readonly members: readonly string[];
  /** Their statuses. */
  readonly statuses: readonly number[];
  readonly invited: readonly string[];
  readonly formerNames: Pairs<string, number>;
  readonly metadata: Pairs<string, string>;
  readonly accountStatus: Pairs<string, number>;
}

/** The state of a network as a plain value, which JSON can express. */
export interface NetworkSnapshot {
  readonly users: readonly UserSnapshot[];
  readonly channels: readonly ChannelSnapshot[];
  readonly accounts: readonly Account[];
  readonly accountMetadata: Pairs<string, Pairs<string, string>>;
  readonly whowas: readonly PastUser[];
  readonly maxUsers: number;
}

/** The state as a plain value, which does not change with it. */
export function takeSnapshot(state: NetworkState): NetworkSnapshot {
  return {
    users: [...state.users.values()].map(snapshotOfUser),
    channels: [...state.channels.values()].map(snapshotOfChannel),
    accounts: Array.from(state.accounts.values(), snapshotOfAccount),
    accountMetadata: [...state.accountMetadata].map(([key, values]) => [key, [...values]]),
    whowas: [...state.whowas.all()],
    maxUsers: state.counts.maxUsers,
  };
}

// A node takes a snapshot of everything between two ticks, so these copy as little as they can: no
// object for a member, and all fields at once, which takes a third of the time of a spread.

function snapshotOfUser(user: User): UserSnapshot {
  return {
    id: user.id,
    nickname: user.nickname,
    namedBy: user.namedBy,
    username: user.username,
    host: user.host,
    realname: user.realname,
    account: user.account,
    away: user.away,
    modes: user.modes,
    operator: user.operator,
    connectedAt: user.connectedAt,
    spokeAt: user.spokeAt,
    sessions: user.sessions,
    secure: user.secure,
    server: user.server,
    metadata: user.account === undefined ? pairsOf(user.metadata) : NONE,
    silenced: pairsOf(user.silenced),
    channels: [...user.memberships.keys()],
  };
}

function snapshotOfChannel(channel: Channel): ChannelSnapshot {
  const { lists, members } = channel;
  const statuses: number[] = [];
  for (const { status } of members.values()) statuses.push(status);
  return {
    key: channel.key,
    name: channel.name,
    createdAt: channel.createdAt,
    topic: channel.topic,
    flags: [...channel.flags],
    password: channel.password,
    limit: channel.limit,
    lists: { b: pairsOf(lists.b), e: pairsOf(lists.e), I: pairsOf(lists.I) },
    members: [...members.keys()],
    statuses,
    invited: [...channel.invited],
    founder: channel.founder,
    formerNames: pairsOf(channel.formerNames),
    metadata: pairsOf(channel.metadata),
    accountStatus: pairsOf(channel.accountStatus),
  };
}

function snapshotOfAccount({ name, createdAt, pending }: Account): Account {
  return { name, createdAt, pending };
}

const NONE: Pairs<never, never> = [];

/** The pairs of a map, most of which are empty. */
function pairsOf<K, V>(map: ReadonlyMap<K, V>): Pairs<K, V> {
  return map.size === 0 ? NONE : [...map];
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
  const { metadata, silenced, channels: _, ...rest } = snapshot;
  const { account, away, operator } = snapshot;
  const user: User = {
    ...rest,
    account,
    away,
    operator,
    metadata: metadata.length > 0 ? new Map(metadata) : metadataOf(state, account),
    silenced: silenced.length > 0 ? new Map(silenced) : NOBODY,
    memberships: new Map(),
  };
  state.users.set(user.id, user);
  state.nicknames.add(user.nickname, user);
  addLogin(state, user);
  if (user.modes.includes("i")) state.counts.invisible++;
  if (user.modes.includes("o")) state.counts.operators++;
}

function restoreChannel(state: NetworkState, snapshot: ChannelSnapshot): void {
  const { statuses, members, invited, lists, ...rest } = snapshot;
  const { topic, password, limit, founder } = snapshot;
  const channel: Channel = {
    ...rest,
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
  for (const [index, id] of members.entries()) {
    const user = state.users.get(id)!;
    const membership = { user, channel, status: statuses[index]! };
    channel.members.set(id, membership);
    user.memberships.set(channel.key, membership);
  }
  if (members.length > 0) state.counts.occupied++;
  for (const id of invited) addInvitation(state, channel, id);
  for (const name of channel.formerNames.keys()) state.formerNames.set(casefold(name), channel);
  countFounded(state, founder, 1);
}
