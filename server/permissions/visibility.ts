import type { Membership, User } from "../network/state.ts";
import type { Server } from "../server.ts";

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

/** The addresses that a user is connected from, each once. */
export function addressesOf(server: Server, user: User): string[] {
  const addresses = server.sessions.of(user.id).map(({ address }) => asParameter(address));
  return [...new Set(addresses)];
}

/** For how long a user has said nothing to anybody, in whole seconds. */
export function idleSeconds(server: Server, user: User): number {
  let latest = user.connectedAt;
  for (const { spokeAt } of server.sessions.of(user.id)) latest = Math.max(latest, spokeAt);
  return Math.max(0, Math.floor((server.now() - latest) / 1000));
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

/** A parameter may not begin with a colon, as `::1` does. */
function asParameter(address: string): string {
  return address.startsWith(":") ? `0${address}` : address;
}
