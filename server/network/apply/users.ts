import { ownText } from "../../../protocol/lines.ts";
import { sameName } from "../../../protocol/names.ts";
import { leaveChannel, raiseStatuses } from "./channels.ts";
import { metadataChanges, metadataOf, metadataToChange } from "./metadata.ts";
import { setUserMode } from "./user_modes.ts";
import type { Entry, ModeChange } from "../events.ts";
import { forgetInvitationsOf } from "./invitations.ts";
import { addLogin, forgetLogin, setAccount } from "./logins.ts";
import { type Effects, type Outcome, refused, type Registered } from "../outcome.ts";
import { type ListEntry, type NetworkState, sourceOf, usableAccount, type User } from "../state.ts";

/** Most users silence nobody, and need no map of their own. */
export const NOBODY: ReadonlyMap<string, ListEntry> = new Map();

export function applyConnect(
  state: NetworkState,
  { event, epoch, sequence, time }: Entry<"connect">,
): Outcome<"connect"> {
  const { modes, metadata = [], ...identity } = event.user;
  if (state.users.has(identity.id)) return refused("no-change");
  const nickname = ownText(identity.nickname);
  if (state.nicknames.get(nickname) !== undefined) return refused("nickname-in-use");
  // The account may be gone since the user has logged in to it.
  const account = usableAccount(state, identity.account)?.name;
  const user: User = {
    ...identity,
    account,
    nickname,
    namedBy: sequence,
    username: ownText(identity.username),
    realname: ownText(identity.realname),
    away: identity.away === undefined ? undefined : ownText(identity.away),
    modes: modes.join(""),
    operator: undefined,
    connectedAt: time,
    spokeAt: time,
    sessions: [epoch],
    metadata: metadataOf(state, account),
    silenced: NOBODY,
    memberships: new Map(),
  };
  for (const [key, value] of metadata) metadataToChange(state, user).set(key, value);
  markRegistered(user);
  state.users.set(user.id, user);
  state.nicknames.add(nickname, user);
  addLogin(state, user);
  if (user.modes.includes("i")) state.counts.invisible++;
  state.counts.maxUsers = Math.max(state.counts.maxUsers, state.users.size);
  return { ok: true, user };
}

export function applyQuit(state: NetworkState, { event, time }: Entry<"quit">): Outcome<"quit"> {
  const user = state.users.get(event.user);
  return user === undefined ? refused("gone") : { ok: true, ...removeUser(state, user, time) };
}

/** Removes a user from the network, and from their channels. */
export function removeUser(state: NetworkState, user: User, time: number): Effects["quit"] {
  const channels = [...user.memberships.values()].map(({ channel }) => channel);
  const promoted = channels.flatMap((channel) => leaveChannel(state, user, channel));
  forgetInvitationsOf(state, user.id);
  forgetLogin(state, user);
  state.users.delete(user.id);
  user.sessions = [];
  state.nicknames.remove(user.nickname, user);
  if (user.modes.includes("i")) state.counts.invisible--;
  if (user.modes.includes("o")) state.counts.operators--;
  remember(state, user, time);
  return { user, channels, promoted };
}

export function applyNick(
  state: NetworkState,
  { event, sequence, time }: Entry<"nick">,
): Outcome<"nick"> {
  const user = state.users.get(event.user);
  if (user === undefined) return refused("gone");
  const nickname = ownText(event.nickname);
  const holder = state.nicknames.get(nickname);
  if (holder !== undefined && holder !== user) return refused("nickname-in-use");
  const before = user.nickname;
  const source = sourceOf(user);
  if (holder === undefined) {
    remember(state, user, time);
    user.namedBy = sequence;
  }
  state.nicknames.remove(before, user);
  user.nickname = nickname;
  state.nicknames.add(nickname, user);
  return { ok: true, user, before, source, registered: markRegistered(user) };
}

export function applySetname(
  state: NetworkState,
  { event }: Entry<"setname">,
): Outcome<"setname"> {
  const user = state.users.get(event.user);
  if (user === undefined) return refused("gone");
  user.realname = ownText(event.realname);
  return { ok: true, user };
}

export function applyAway(state: NetworkState, { event }: Entry<"away">): Outcome<"away"> {
  const user = state.users.get(event.user);
  if (user === undefined) return refused("gone");
  if (user.away === event.message) return refused("no-change");
  user.away = event.message === undefined ? undefined : ownText(event.message);
  return { ok: true, user };
}

export function applyAccount(
  state: NetworkState,
  { event }: Entry<"account">,
): Outcome<"account"> {
  const user = state.users.get(event.user);
  const account = usableAccount(state, event.account)?.name;
  if (user === undefined || (account === undefined) !== (event.account === undefined)) {
    return refused("gone");
  }
  if (user.account === account) return refused("no-change");
  // A session that was attached meanwhile has not logged in to the other account.
  const isOther = user.account !== undefined && account !== undefined &&
    !sameName(user.account, account);
  if (isOther && user.sessions.length > 1) return refused("shared");
  setAccount(state, user, account);
  const before = user.metadata;
  user.metadata = metadataOf(state, account);
  const metadata = metadataChanges(before, user.metadata);
  const statuses = raiseStatuses(user);
  return { ok: true, user, registered: markRegistered(user), statuses, metadata };
}

export function applyChghost(
  state: NetworkState,
  { event }: Entry<"chghost">,
): Outcome<"chghost"> {
  const user = state.users.get(event.user);
  if (user === undefined) return refused("gone");
  const source = sourceOf(user);
  user.username = ownText(event.username);
  user.host = ownText(event.host);
  return { ok: true, user, source };
}

export function applyUserMode(
  state: NetworkState,
  { event }: Entry<"user-mode">,
): Outcome<"user-mode"> {
  const user = state.users.get(event.user);
  if (user === undefined) return refused("gone");
  const changes: ModeChange[] = [];
  for (const change of event.changes) {
    if (user.modes.includes(change.mode) === change.adding) continue;
    setUserMode(user, change);
    const step = change.adding ? 1 : -1;
    if (change.mode === "i") state.counts.invisible += step;
    if (change.mode === "o") {
      state.counts.operators += step;
      user.operator = change.adding ? event.operator : undefined;
    }
    changes.push(change);
  }
  return changes.length === 0 ? refused("no-change") : { ok: true, user, changes };
}

/** Sets user mode `r` if the nickname is the account's name, and unsets it otherwise. */
function markRegistered(user: User): Registered {
  const registered = sameName(user.account, user.nickname);
  if (user.modes.includes("r") === registered) return undefined;
  setUserMode(user, { mode: "r", adding: registered });
  return registered;
}

function remember(state: NetworkState, user: User, leftAt: number): void {
  const { nickname, username, host, realname, account, server } = user;
  state.whowas.add({ nickname, username, host, realname, account, server, leftAt });
}
