import { EventLine } from "../event_line.ts";
import type { Place } from "../network/events.ts";
import { formatMessageId } from "../network/ids.ts";
import { sourceOf, type User } from "../network/state.ts";

/** A line that comes from a user, with the tags that every event has. */
export function userLine(
  place: Place,
  user: User,
  { body, source = sourceOf(user) }: { body: string; source?: string },
): EventLine {
  return new EventLine(`:${source} ${body}`, {
    time: place.time,
    msgid: formatMessageId(place.sequence),
    account: user.account,
    bot: user.modes.has("B"),
  });
}

/** A line that comes from the server. */
export function serverLine(place: Place, serverName: string, body: string): EventLine {
  return new EventLine(`:${serverName} ${body}`, {
    time: place.time,
    msgid: formatMessageId(place.sequence),
  });
}
