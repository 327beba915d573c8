import { ownText } from "../../../protocol/lines.ts";
import { casefold, sameName } from "../../../protocol/names.ts";
import { formerlyNamed, freeName, reserveName } from "./former_names.ts";
import { endIfEmpty, mayFound, setFounder } from "./founders.ts";
import type { Entry } from "../events.ts";
import { addInvitation, removeInvitation } from "./invitations.ts";
import { joinRefusal, mayChangeTopic, mayKick } from "../../permissions/channels.ts";
import { isOperator, promote } from "./succession.ts";
import { type Outcome, refused, type StatusChanges } from "../outcome.ts";
import {
  type Channel,
  emptyChannel,
  type Membership,
  type NetworkState,
  sourceOf,
  STATUS_BIT,
  statusLetters,
  type User,
} from "../state.ts";

export function applyJoin(state: NetworkState, { event, time }: Entry<"join">): Outcome<"join"> {
  const user = state.users.get(event.user);
  if (user === undefined) return refused("gone");
  const key = casefold(event.channel);
  let channel = state.channels.get(key) ?? formerlyNamed(state, key, time);
  if (channel !== undefined && user.memberships.has(channel.key)) return refused("no-change");
  const { key: given } = event;
  if (given !== undefined && channel !== undefined && joinRefusal(channel, user, given)) {
    return refused("may-not-join");
  }
  const founding = channel === undefined;
  if (channel === undefined) {
    const name = ownText(event.channel);
    freeName(state, key);
    channel = emptyChannel(name, casefold(name), time);
    setFounder(state, channel, mayFound(state, user.account) ? user.account : undefined);
    state.channels.set(channel.key, channel);
  }
  const status = founding ? STATUS_BIT.o : statusOfAccount(channel, user.account);
  const membership: Membership = { user, channel, status };
  if (channel.members.size === 0) state.counts.occupied++;
  channel.members.set(user.id, membership);
  removeInvitation(state, channel, user.id);
  user.memberships.set(channel.key, membership);
  return { ok: true, user, channel, membership };
}

export function applyPart(state: NetworkState, { event }: Entry<"part">): Outcome<"part"> {
  const user = state.users.get(event.user);
  const channel = user?.memberships.get(event.channel)?.channel;
  if (user === undefined || channel === undefined) return refused("gone");
  const promoted = leaveChannel(state, user, channel);
  return { ok: true, user, channel, promoted };
}

export function applyKick(state: NetworkState, { event }: Entry<"kick">): Outcome<"kick"> {
  const user = state.users.get(event.user);
  const channel = user?.memberships.get(event.channel)?.channel;
  if (user === undefined || channel === undefined) return refused("gone");
  const by = event.by === undefined ? undefined : state.users.get(event.by);
  // Of two who kick each other at the same time, the first one in the log does.
  if (event.by !== undefined && !(by && mayKick(channel, by, user))) return refused("gone");
  const promoted = leaveChannel(state, user, channel);
  return { ok: true, by, user, channel, promoted };
}

export function applyTopic(
  state: NetworkState,
  { event, time }: Entry<"topic">,
): Outcome<"topic"> {
  const user = state.users.get(event.user);
  const channel = state.channels.get(event.channel);
  if (user === undefined || channel === undefined) return refused("gone");
  if (!mayChangeTopic(channel, user)) return refused("gone");
  channel.topic = event.text === ""
    ? undefined
    : { text: ownText(event.text), setBy: sourceOf(user), setAt: time };
  return { ok: true, user, channel };
}

export function applyInvite(state: NetworkState, { event }: Entry<"invite">): Outcome<"invite"> {
  const by = state.users.get(event.by);
  const user = state.users.get(event.user);
  const channel = state.channels.get(event.channel);
  if (by === undefined || user === undefined || channel === undefined) return refused("gone");
  // Every member may invite; only an invitation by a half-operator lifts bans and keys.
  const status = channel.members.get(by.id)?.status ?? 0;
  if (status >= STATUS_BIT.h) addInvitation(state, channel, user.id);
  return { ok: true, by, user, channel };
}

export function applyKnock(
  state: NetworkState,
  { event, time }: Entry<"knock">,
): Outcome<"knock"> {
  const user = state.users.get(event.user);
  const channel = state.channels.get(event.channel);
  if (user === undefined || channel === undefined) return refused("gone");
  state.knockedAt.set(user, time).set(channel, time);
  return { ok: true, user, channel };
}

export function applyRename(
  state: NetworkState,
  { event, time }: Entry<"rename">,
): Outcome<"rename"> {
  const user = state.users.get(event.user);
  const channel = state.channels.get(event.channel);
  if (user === undefined || channel === undefined) return refused("gone");
  const name = ownText(event.name);
  const key = casefold(name);
  const other = state.channels.get(key) ?? formerlyNamed(state, key, time);
  if (other !== undefined && other !== channel) return refused("channel-name-in-use");
  const before = channel.name;
  freeName(state, key);
  if (key !== channel.key) reserveName(state, channel, { key: channel.key, time });
  state.channels.delete(channel.key);
  for (const membership of channel.members.values()) {
    membership.user.memberships.delete(channel.key);
    membership.user.memberships.set(key, membership);
  }
  channel.name = name;
  channel.key = key;
  state.channels.set(key, channel);
  return { ok: true, user, channel, before };
}

/**
 * Removes a user from a channel, and the channel from the network if nothing keeps it. Returns who
 * becomes an operator, if the last one leaves.
 */
export function leaveChannel(
  state: NetworkState,
  user: User,
  channel: Channel,
): StatusChanges[] {
  const status = channel.members.get(user.id)?.status ?? 0;
  channel.members.delete(user.id);
  if (channel.members.size === 0) state.counts.occupied--;
  user.memberships.delete(channel.key);
  endIfEmpty(state, channel);
  return isOperator(status) ? promote(channel) : [];
}

/** Gives a user the statuses that their account has in their channels. */
export function raiseStatuses({ id, nickname, account, memberships }: User): StatusChanges[] {
  const all: StatusChanges[] = [];
  for (const membership of memberships.values()) {
    const { channel } = membership;
    const added = statusOfAccount(channel, account) & ~membership.status;
    if (added === 0) continue;
    membership.status |= added;
    const changes = statusLetters(added)
      .map((mode) => ({ adding: true, mode, user: id, argument: nickname }));
    all.push({ channel, changes });
  }
  return all;
}

function statusOfAccount(channel: Channel, account: string | undefined): number {
  if (account === undefined) return 0;
  const kept = channel.accountStatus.get(casefold(account)) ?? 0;
  const founder = sameName(channel.founder, account);
  return founder ? kept | STATUS_BIT.o : kept;
}
