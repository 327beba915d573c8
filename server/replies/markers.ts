import { EventLine, formatTime } from "../session/event_line.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";

/** The capability of sessions that are sent read markers. */
export const READ_MARKER = "draft/read-marker";

/** How far a user has read in a channel or a conversation. */
export interface ReadMarker {
  /** The channel's or the other user's name. */
  readonly name: string;
  /** Milliseconds since 1970; undefined if nothing is marked as read. */
  readonly time: number | undefined;
}

/** A read marker as a line. IRCv3, "draft/read-marker". */
export function markerLine({ options }: Server, { name, time }: ReadMarker): EventLine {
  const word = time === undefined ? "*" : `timestamp=${formatTime(time)}`;
  return new EventLine(`:${options.name} MARKREAD ${name} ${word}`);
}

/** Sends the read marker of a channel, if the session supports read markers. */
export function sendMarker(server: Server, session: Session, name: string): void {
  const { user } = session;
  if (user === undefined || !session.capabilities.has(READ_MARKER)) return;
  session.answer(markerLine(server, { name, time: server.history.markers.get(user, name) }));
}

/** Sends all read markers of a new session's account but those of channels that it is in. */
export function sendMarkers(server: Server, session: Session): void {
  const { user } = session;
  if (user === undefined || !session.capabilities.has(READ_MARKER)) return;
  for (const { target, time } of server.history.markers.all(user)) {
    if (user.memberships.has(target)) continue;
    session.answer(markerLine(server, { name: target, time }));
  }
}
