import type { Membership, User } from "../network/state.ts";

/**
 * Whether a viewer's search for people finds a user. Invisible users (mode `i`) are found only by
 * themselves, by users of a shared channel, and by operators.
 */
export function mayFind(viewer: User, user: User): boolean {
  return !user.modes.includes("i") || user === viewer || viewer.operator !== undefined ||
    shareChannel(viewer, user);
}

/** Whether a viewer may see that a user is in a channel. */
export function maySeeMembership(viewer: User, { user, channel }: Membership): boolean {
  return viewer.operator !== undefined || user === viewer || channel.members.has(viewer.id) ||
    !(channel.flags.has("s") || user.modes.includes("i"));
}

/** Whether a viewer may see a user's real address, which their host may hide. */
export function maySeeAddress(viewer: User, user: User): boolean {
  return user === viewer || viewer.operator !== undefined;
}

function shareChannel(one: User, other: User): boolean {
  const [few, many] = one.memberships.size < other.memberships.size
    ? [one.memberships, other.memberships]
    : [other.memberships, one.memberships];
  for (const key of few.keys()) {
    if (many.has(key)) return true;
  }
  return false;
}
