import type { Channel, NetworkState, UserId } from "../state.ts";

/** Lets a user join a channel once, whatever its modes say. */
export function addInvitation(state: NetworkState, channel: Channel, user: UserId): void {
  channel.invited.add(user);
  const channels = state.invitations.get(user);
  if (channels === undefined) state.invitations.set(user, new Set([channel]));
  else channels.add(channel);
}

/** Removes an invitation, used or not. */
export function removeInvitation(state: NetworkState, channel: Channel, user: UserId): void {
  channel.invited.delete(user);
  const channels = state.invitations.get(user);
  channels?.delete(channel);
  if (channels?.size === 0) state.invitations.delete(user);
}

/** Removes all invitations of a user who quits, so that the channels' lists do not grow. */
export function forgetInvitationsOf(state: NetworkState, user: UserId): void {
  for (const channel of state.invitations.get(user) ?? []) channel.invited.delete(user);
  state.invitations.delete(user);
}

/** Removes all invitations to a channel that ends. */
export function forgetInvitationsTo(state: NetworkState, channel: Channel): void {
  for (const user of [...channel.invited]) removeInvitation(state, channel, user);
}
