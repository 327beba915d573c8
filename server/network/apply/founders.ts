import { casefold, sameName } from "../../../protocol/names.ts";
import type { Entry, ModeChange } from "../events.ts";
import { freeNamesOf } from "./former_names.ts";
import { forgetInvitationsTo } from "./invitations.ts";
import { type Outcome, refused } from "../outcome.ts";
import { type Channel, type NetworkState, STATUS_BIT, usableAccount } from "../state.ts";

/** Channels that one account may found; they stay when they are empty. */
const MAX_FOUNDED = 100;

/** Whether an account may found another channel; false without an account. */
export function mayFound(
  { founded }: NetworkState,
  account: string | undefined,
): account is string {
  return account !== undefined && (founded.get(casefold(account)) ?? 0) < MAX_FOUNDED;
}

/** Gives a channel to an account, or takes it from its founder. */
export function setFounder(
  state: NetworkState,
  channel: Channel,
  account: string | undefined,
): void {
  countFounded(state, channel.founder, -1);
  channel.founder = account;
  if (account === undefined) freeNamesOf(state, channel);
  countFounded(state, account, 1);
}

/** Counts a channel of an account; does nothing without an account. */
export function countFounded(
  { founded }: NetworkState,
  account: string | undefined,
  step: 1 | -1,
): void {
  if (account === undefined) return;
  const key = casefold(account);
  const count = (founded.get(key) ?? 0) + step;
  if (count === 0) founded.delete(key);
  else founded.set(key, count);
}

export function applyFounder(
  state: NetworkState,
  { event }: Entry<"founder">,
): Outcome<"founder"> {
  const user = state.users.get(event.user);
  const channel = state.channels.get(event.channel);
  if (user === undefined || channel === undefined) return refused("gone");
  const { founder } = event;
  if (founder !== undefined && usableAccount(state, founder) === undefined) return refused("gone");
  const before = channel.founder;
  if (founder === undefined) {
    if (before === undefined) return refused("no-change");
  } else if (before === undefined) {
    if (!mayFound(state, founder)) return refused("no-change");
  } else if (!sameName(before, founder)) {
    return refused("no-change");
  }
  const account = founder ?? before ?? "";
  setFounder(state, channel, founder);
  const changes = setFounderStatus(channel, account, founder !== undefined);
  endIfEmpty(state, channel);
  return { ok: true, user, channel, changes };
}

function setFounderStatus(channel: Channel, account: string, adding: boolean): ModeChange[] {
  const changes: ModeChange[] = [];
  for (const membership of channel.members.values()) {
    if (!sameName(membership.user.account, account)) continue;
    const has = (membership.status & STATUS_BIT.q) !== 0;
    if (has === adding) continue;
    membership.status ^= STATUS_BIT.q;
    const { id, nickname } = membership.user;
    changes.push({ adding, mode: "q", user: id, argument: nickname });
  }
  const key = casefold(account);
  const kept = channel.accountStatus.get(key) ?? 0;
  const status = adding ? kept | STATUS_BIT.q | STATUS_BIT.o : kept & ~STATUS_BIT.q;
  if (status === 0) channel.accountStatus.delete(key);
  else channel.accountStatus.set(key, status);
  return changes;
}

/** Removes a channel that has neither members nor a founder. */
export function endIfEmpty(state: NetworkState, channel: Channel): void {
  if (channel.founder !== undefined || channel.members.size > 0) return;
  state.channels.delete(channel.key);
  forgetInvitationsTo(state, channel);
}
