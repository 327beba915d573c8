import { type MaybePromise, settled } from "../maybe_promise.ts";
import type { Kill } from "../network/events.ts";
import type { User, UserId } from "../network/state.ts";
import type { Server } from "../server.ts";
import { EventLine } from "../session/event_line.ts";

/** Why a user is removed. */
export interface Removal {
  /** The reason that the others are told. */
  readonly reason: string;
  /** The KILL that their sessions are sent, so that their clients do not come back. */
  readonly kill?: Kill | undefined;
}

/** Removes a user from the network, with the sessions that they have on any node. */
export function removeUser(server: Server, user: User, removal: Removal): MaybePromise {
  endSessionsOf(server, user.id, removal);
  const elsewhere = user.sessions.length > 0;
  if (elsewhere) return settled(server.journal.append({ type: "quit", user: user.id, ...removal }));
}

/** Ends the sessions of a user on this node. */
export function endSessionsOf(
  { now, sessions }: Pick<Server, "now" | "sessions">,
  user: UserId,
  { reason, kill }: Removal,
): void {
  for (const session of [...sessions.of(user)]) {
    if (kill !== undefined) {
      const body = `:${kill.source} KILL ${session.name} :${kill.said}`;
      session.push(new EventLine(body, { time: now() }));
    }
    session.end(reason);
  }
}
