import { compileMask, sameName } from "../../protocol/names.ts";
import {
  type Channel,
  isStatusMode,
  type ListEntry,
  type ListMode,
  outranks,
  sourceOf,
  STATUS_BIT,
  type StatusMode,
  type User,
} from "../network/state.ts";

/** The kinds of masks that ISUPPORT lists with EXTBAN: of accounts, and of those who are muted. */
export const MASK_KINDS = ["a", "m"] as const;

/** The mask that matches every user. */
const EVERYBODY = "*!*@*";

/** Whether a mask matches a user. */
type Matcher = (user: User) => boolean;

const matchers = new WeakMap<ListEntry, Matcher>();

/** The numeric that refuses a JOIN. */
export type JoinRefusal =
  | "ERR_BANNEDFROMCHAN"
  | "ERR_INVITEONLYCHAN"
  | "ERR_BADCHANNELKEY"
  | "ERR_CHANNELISFULL";

/** Why a user may not join a channel; undefined if they may. */
export function joinRefusal(
  channel: Channel,
  user: User,
  key: string | undefined,
): JoinRefusal | undefined {
  if (channel.invited.has(user.id) || isFounder(channel, user)) return undefined;
  if (channel.password !== undefined && channel.password !== key) return "ERR_BADCHANNELKEY";
  if (channel.flags.has("i") && !matchesMask(channel, user, "I")) return "ERR_INVITEONLYCHAN";
  if (isBanned(channel, user)) return "ERR_BANNEDFROMCHAN";
  if (channel.limit !== undefined && channel.members.size >= channel.limit) {
    return "ERR_CHANNELISFULL";
  }
  return undefined;
}

/** Whether a user may send messages to a channel. */
export function maySpeak(channel: Channel, user: User): boolean {
  const status = channel.members.get(user.id)?.status;
  if (status === undefined && channel.flags.has("n")) return false;
  if (status !== undefined && status >= STATUS_BIT.v) return true;
  if (channel.flags.has("m")) return false;
  return channel.lists.b.size === 0 || !(isBanned(channel, user) || isMuted(channel, user));
}

/** The status that a member needs to give or take each status. */
const STATUS_THAT_GIVES: Readonly<Record<StatusMode, StatusMode>> = {
  q: "q",
  a: "q",
  o: "o",
  h: "o",
  v: "h",
};

/**
 * Whether a user may change a mode of a channel; `target` is whose status it is. Half-operators may
 * change everything but statuses, and may give voice. Operators give `h` and `o`, founders `a` and
 * `q`. Every member may give up a status of their own, and nobody else takes one from the account
 * that founded the channel.
 */
export function mayChangeMode(
  channel: Channel,
  user: User,
  { adding, mode, target }: {
    readonly adding: boolean;
    readonly mode: string;
    readonly target: User | undefined;
  },
): boolean {
  if (!isStatusMode(mode)) return hasStatus(channel, user, "h");
  if (target === user && !adding) {
    return (channel.members.get(user.id)?.status ?? 0) >= STATUS_BIT[mode];
  }
  if (!adding && target !== undefined && isFounder(channel, target)) {
    if (!actsForFounder(channel, user)) return false;
  }
  return hasStatus(channel, user, STATUS_THAT_GIVES[mode]);
}

/** Whether a user may set the topic of a channel: any member, or with mode `t` a half-operator. */
export function mayChangeTopic(channel: Channel, user: User): boolean {
  return channel.members.has(user.id) &&
    (!channel.flags.has("t") || hasStatus(channel, user, "h"));
}

/** Whether a user may remove another one, who is not above them, from a channel. */
export function mayKick(channel: Channel, user: User, target: User): boolean {
  const own = channel.members.get(user.id)?.status ?? 0;
  const other = channel.members.get(target.id)?.status ?? 0;
  return own >= STATUS_BIT.h && !outranks(other, own);
}

/** Whether a user may see a channel: secret ones are for members and server operators. */
export function maySee(channel: Channel, user: User): boolean {
  return !channel.flags.has("s") || channel.members.has(user.id) || user.operator !== undefined;
}

/**
 * Whether a user may see a channel's topic. That of a channel that needs a key or an invitation is
 * for members and server operators.
 */
export function maySeeTopic(channel: Channel, user: User): boolean {
  const isOpen = !channel.flags.has("i") && channel.password === undefined;
  return isOpen || channel.members.has(user.id) || user.operator !== undefined;
}

/**
 * Whether not everybody may enter a channel or know of it, so that what is said in it is not said
 * in public. A ban on some people does not close it: they can come under another name.
 */
export function isClosed({ flags, password, lists }: Channel): boolean {
  return flags.has("i") || flags.has("s") || password !== undefined || lists.b.has(EVERYBODY);
}

/** Whether a user is a member of a channel, with at least this status. */
export function hasStatus(
  channel: Channel,
  user: User,
  mode: keyof typeof STATUS_BIT,
): boolean {
  return (channel.members.get(user.id)?.status ?? 0) >= STATUS_BIT[mode];
}

/** Whether a channel was founded by a user's account. */
export function isFounder(channel: Channel, { account }: User): boolean {
  return sameName(account, channel.founder);
}

/**
 * Whether a user may decide what belongs to a channel's founder: its name, and the founder's own
 * place in it. In a channel without a founder everybody may whose status suffices.
 */
export function actsForFounder(channel: Channel, user: User): boolean {
  return channel.founder === undefined || isFounder(channel, user) || user.operator !== undefined;
}

function isBanned(channel: Channel, user: User): boolean {
  return matchesMask(channel, user, "b") && !matchesMask(channel, user, "e");
}

/** Whether a user is muted. `~m:mask` in +b mutes; the same in +e is an exception from mutes. */
function isMuted(channel: Channel, user: User): boolean {
  return matchesMute(channel, user, "b") && !matchesMute(channel, user, "e") &&
    !matchesMask(channel, user, "e");
}

function matchesMute(channel: Channel, user: User, list: "b" | "e"): boolean {
  for (const entry of channel.lists[list].values()) {
    if (isMute(entry) && matcherOf(entry)(user)) return true;
  }
  return false;
}

function matchesMask(channel: Channel, user: User, list: ListMode): boolean {
  for (const entry of channel.lists[list].values()) {
    if (!isMute(entry) && matcherOf(entry)(user)) return true;
  }
  return false;
}

/** Whether a user takes no direct messages from another (SILENCE). */
export function isSilenced(from: User, { silenced }: Pick<User, "silenced">): boolean {
  for (const entry of silenced.values()) {
    if (matcherOf(entry)(from)) return true;
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

/** Compiles a mask of a list: `nick!user@host`, `~a:account`, or `~m:` before another mask. */
function compileUserMask(mask: string): Matcher {
  if (mask.startsWith("~m:")) return compileUserMask(mask.slice(3));
  if (mask.startsWith("~a:")) {
    const matches = compileMask(mask.slice(3));
    return ({ account }) => account !== undefined && matches(account);
  }
  const matches = compileMask(mask);
  return (user) => matches(sourceOf(user));
}
