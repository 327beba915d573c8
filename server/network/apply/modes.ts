import { ownText } from "../../../protocol/lines.ts";
import { casefold } from "../../../protocol/names.ts";
import type { Entry, ModeChange } from "../events.ts";
import { mayChangeMode } from "../../permissions/channels.ts";
import { type Outcome, refused } from "../outcome.ts";
import {
  type Channel,
  type ListMode,
  type NetworkState,
  sourceOf,
  STATUS_BIT,
  type StatusMode,
  type User,
} from "../state.ts";

/** Accounts whose status a channel keeps while they are not in it. */
const MAX_KEPT_STATUSES = 1_000;

export function applyChannelMode(
  state: NetworkState,
  { event, time }: Entry<"channel-mode">,
): Outcome<"channel-mode"> {
  const user = state.users.get(event.user);
  const channel = state.channels.get(event.channel);
  if (user === undefined || channel === undefined) return refused("gone");
  // Whoever has lost the status since they asked does not change what needs it.
  const allowed = event.changes.filter((change) => {
    const target = change.user === undefined ? undefined : state.users.get(change.user);
    return mayChangeMode(channel, user, { ...change, target });
  });
  if (allowed.length === 0) return refused("gone");
  const changes: ModeChange[] = [];
  for (const change of allowed) {
    const effective = applyOne(channel, change, { user, time });
    if (effective !== undefined) changes.push(effective);
  }
  return changes.length === 0 ? refused("no-change") : { ok: true, user, channel, changes };
}

interface By {
  readonly user: User;
  readonly time: number;
}

function applyOne(channel: Channel, change: ModeChange, by: By): ModeChange | undefined {
  if (change.user !== undefined) return applyStatus(channel, change, change.user);
  switch (change.mode) {
    case "b":
    case "e":
    case "I":
      return applyList(channel, change, { mode: change.mode, by });
    case "k":
      return applyPassword(channel, change);
    case "l":
      return applyLimit(channel, change);
    default:
      return applyFlag(channel, change);
  }
}

function applyStatus(channel: Channel, change: ModeChange, id: string): ModeChange | undefined {
  const membership = channel.members.get(id);
  if (membership === undefined) return undefined;
  const bit = STATUS_BIT[change.mode as StatusMode];
  if (((membership.status & bit) !== 0) === change.adding) return undefined;
  membership.status ^= bit;
  const { account, nickname } = membership.user;
  if (account !== undefined) {
    const key = casefold(account);
    const { accountStatus } = channel;
    if (membership.status === 0) accountStatus.delete(key);
    else if (accountStatus.has(key) || accountStatus.size < MAX_KEPT_STATUSES) {
      accountStatus.set(key, membership.status);
    }
  }
  return { ...change, argument: nickname };
}

function applyList(
  channel: Channel,
  change: ModeChange,
  { mode, by }: { mode: ListMode; by: By },
): ModeChange | undefined {
  if (change.argument === undefined) return undefined;
  const mask = ownText(change.argument);
  const list = channel.lists[mode];
  const key = casefold(mask);
  const entry = list.get(key);
  if ((entry !== undefined) === change.adding) return undefined;
  if (entry === undefined) {
    list.set(key, { mask, setBy: sourceOf(by.user), setAt: by.time });
    return change;
  }
  list.delete(key);
  // As it was stored: clients compare the mask with that of their list, letter by letter.
  return { ...change, argument: entry.mask };
}

function applyPassword(channel: Channel, change: ModeChange): ModeChange | undefined {
  if (change.adding) {
    if (change.argument === undefined || channel.password === change.argument) return undefined;
    channel.password = ownText(change.argument);
    return change;
  }
  if (channel.password === undefined) return undefined;
  channel.password = undefined;
  return { adding: false, mode: "k", argument: "*" };
}

function applyLimit(channel: Channel, change: ModeChange): ModeChange | undefined {
  const limit = change.adding ? Number(change.argument) : undefined;
  if (channel.limit === limit) return undefined;
  channel.limit = limit;
  return change;
}

function applyFlag(channel: Channel, change: ModeChange): ModeChange | undefined {
  if (channel.flags.has(change.mode) === change.adding) return undefined;
  if (change.adding) channel.flags.add(change.mode);
  else channel.flags.delete(change.mode);
  return change;
}
