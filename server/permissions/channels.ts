import { compileMask, sameName } from "../../protocol/names.ts";
import {
  type Channel,
  type ListEntry,
  type ListMode,
  sourceOf,
  STATUS_BIT,
  type User,
} from "../network/state.ts";

/** Tells whether a user is one of those that a mask means. */
type Matcher = (user: User) => boolean;

const matchers = new WeakMap<ListEntry, Matcher>();

/** Why a user may not do something, as a numeric. */
export type JoinRefusal =
  | "ERR_BANNEDFROMCHAN"
  | "ERR_INVITEONLYCHAN"
  | "ERR_BADCHANNELKEY"
  | "ERR_CHANNELISFULL";

/** Whether a channel takes a user; undefined where it does. */
export function joinRefusal(
  channel: Channel,
  user: User,
  key: string | undefined,
): JoinRefusal | undefined {
  if (channel.invited.has(user.id) || isFounder(channel, user)) return undefined;
  if (channel.password !== undefined && channel.password !== key) return "ERR_BADCHANNELKEY";
  if (channel.flags.has("i") && !isListed(channel, user, "I")) return "ERR_INVITEONLYCHAN";
  if (isBanned(channel, user)) return "ERR_BANNEDFROMCHAN";
  if (channel.limit !== undefined && channel.members.size >= channel.limit) {
    return "ERR_CHANNELISFULL";
  }
  return undefined;
}

/** Whether a user may say something to a channel. */
export function maySpeak(channel: Channel, user: User): boolean {
  const status = channel.members.get(user.id)?.status;
  if (status === undefined && channel.flags.has("n")) return false;
  if (status !== undefined && status >= STATUS_BIT.v) return true;
  if (channel.flags.has("m")) return false;
  return channel.lists.b.size === 0 || !(isBanned(channel, user) || isMuted(channel, user));
}

/** Whether a user knows of a channel: it is not secret, or they are in it, or run the server. */
export function maySee(channel: Channel, user: User): boolean {
  return !channel.flags.has("s") || channel.members.has(user.id) || user.operator !== undefined;
}

/** Whether a member's status is at least this. */
export function hasStatus(
  channel: Channel,
  user: User,
  mode: keyof typeof STATUS_BIT,
): boolean {
  return (channel.members.get(user.id)?.status ?? 0) >= STATUS_BIT[mode];
}

function isFounder(channel: Channel, { account }: User): boolean {
  return sameName(account, channel.founder);
}

function isBanned(channel: Channel, user: User): boolean {
  return isListed(channel, user, "b") && !isListed(channel, user, "e");
}

/** A mute is a ban from speaking alone, and so is an exception from one: `~m:mask`. */
function isMuted(channel: Channel, user: User): boolean {
  return isNamedByMute(channel, user, "b") && !isNamedByMute(channel, user, "e") &&
    !isListed(channel, user, "e");
}

function isNamedByMute(channel: Channel, user: User, list: "b" | "e"): boolean {
  for (const entry of channel.lists[list].values()) {
    if (isMute(entry) && matcherOf(entry)(user)) return true;
  }
  return false;
}

function isListed(channel: Channel, user: User, list: ListMode): boolean {
  for (const entry of channel.lists[list].values()) {
    if (!isMute(entry) && matcherOf(entry)(user)) return true;
  }
  return false;
}

function isMute(entry: ListEntry): boolean {
  return entry.mask.startsWith("~m:");
}

function matcherOf(entry: ListEntry): Matcher {
  let matcher = matchers.get(entry);
  if (matcher === undefined) {
    matcher = compileUserMask(entry.mask);
    matchers.set(entry, matcher);
  }
  return matcher;
}

/** Reads a mask of a list: `nick!user@host`, `~a:account`, `~m:` and another. */
function compileUserMask(mask: string): Matcher {
  if (mask.startsWith("~m:")) return compileUserMask(mask.slice(3));
  if (mask.startsWith("~a:")) {
    const matches = compileMask(mask.slice(3));
    return ({ account }) => account !== undefined && matches(account);
  }
  const matches = compileMask(mask);
  return (user) => matches(sourceOf(user));
}
