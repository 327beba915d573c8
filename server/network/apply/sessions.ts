import type { Entry } from "../events.ts";
import { type Outcome, refused } from "../outcome.ts";
import type { NetworkState } from "../state.ts";
import { removeUser } from "./users.ts";

/** Sessions that may share one nickname, on all nodes together. */
const MAX_SESSIONS_PER_USER = 64;

export function applyAttach(
  state: NetworkState,
  { event, epoch }: Entry<"attach">,
): Outcome<"attach"> {
  const user = state.users.get(event.user);
  if (user === undefined || user.account !== event.account) return refused("gone");
  if (user.sessions.length >= MAX_SESSIONS_PER_USER) return refused("too-many-sessions");
  user.sessions = [...user.sessions, epoch];
  return { ok: true, user };
}

/** Takes one session from a user, or all of an epoch; the user quits with the last one. */
export function applyDetach(
  state: NetworkState,
  { event, epoch, time }: Entry<"detach">,
): Outcome<"detach"> {
  const user = state.users.get(event.user);
  if (user === undefined) return refused("gone");
  const at = user.sessions.indexOf(epoch);
  if (at < 0) return refused("no-change");
  user.sessions = event.all
    ? user.sessions.filter((other) => other !== epoch)
    : user.sessions.toSpliced(at, 1);
  const quit = user.sessions.length > 0 ? undefined : removeUser(state, user, time);
  return { ok: true, user, quit };
}
