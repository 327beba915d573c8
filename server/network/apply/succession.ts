import type { StatusChanges } from "../outcome.ts";
import { type Channel, STATUS_BIT } from "../state.ts";

/**
 * Gives a channel a new operator after its last one has left: the member who has been in it for the
 * longest. A channel with a founder, or with an account that is an operator whenever it comes, waits
 * for these.
 */
export function promote(channel: Channel): StatusChanges[] {
  const { founder, members, accountStatus } = channel;
  if (founder !== undefined || [...accountStatus.values()].some(isOperator)) return [];
  // Members are in the order in which they joined.
  const [heir] = members.values();
  if (heir === undefined || [...members.values()].some(({ status }) => isOperator(status))) {
    return [];
  }
  heir.status |= STATUS_BIT.o;
  const { id, nickname } = heir.user;
  return [{ channel, changes: [{ adding: true, mode: "o", user: id, argument: nickname }] }];
}

/** Whether a member with this status is an operator of the channel, or more. */
export function isOperator(status: number): boolean {
  return status >= STATUS_BIT.o;
}
