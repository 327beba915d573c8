import { type MaybePromise, settled } from "../maybe_promise.ts";
import type { User } from "../network/state.ts";
import type { Server } from "../server.ts";
import { EventLine } from "../session/event_line.ts";
import type { Session } from "../session/session.ts";

/** Why a user is removed, and by whom. */
export interface Removal {
  /** The source of the KILL. */
  readonly source: string;
  /** The reason that the user is told. */
  readonly said: string;
  /** The reason that the others are told. */
  readonly reason: string;
}

/**
 * Removes a user from the network. All of their sessions are sent a KILL, since a client that reads
 * it does not come back by itself.
 */
export function removeUser(server: Server, user: User, removal: Removal): MaybePromise {
  const sessions = [...server.sessions.of(user.id)];
  if (sessions.length === 0) {
    // They are connected to another node of the cluster, which ends their sessions.
    const event = { type: "quit", user: user.id, reason: removal.reason } as const;
    return settled(server.journal.append(event));
  }
  for (const session of sessions) endByKill(server, session, removal);
}

/** Sends KILL to a session, and ends it. */
export function endByKill(
  { now }: Pick<Server, "now">,
  session: Session,
  { source, said, reason }: Removal,
): void {
  session.push(new EventLine(`:${source} KILL ${session.name} :${said}`, { time: now() }));
  session.end(reason);
}
