import type { Membership, User } from "../network/state.ts";

/**
 * Whether someone who looks for people finds a user: those who hide (mode `i`) are found by
 * themselves, by who shares a channel with them and by operators.
 */
export function mayFind(viewer: User, user: User): boolean {
  return !user.modes.has("i") || user === viewer || viewer.operator !== undefined ||
    shareChannel(viewer, user);
}

/** Whether someone may know that a user is in a channel. */
export function maySeeMembership(viewer: User, { user, channel }: Membership): boolean {
  return viewer.operator !== undefined || user === viewer || channel.members.has(viewer.id) ||
    !(channel.flags.has("s") || user.modes.has("i"));
}

/** Whether someone may know where a user really is, which a changed host hides. */
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
