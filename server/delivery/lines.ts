import { EventLine } from "../event_line.ts";
import type { Entry } from "../network/events.ts";
import { formatMessageId } from "../network/ids.ts";
import { sourceOf, type User } from "../network/state.ts";

/** A line that comes from a user, with the tags that every event has. */
export function userLine(
  entry: Entry,
  user: User,
  { body, source = sourceOf(user) }: { body: string; source?: string },
): EventLine {
  return new EventLine(`:${source} ${body}`, {
    time: entry.time,
    msgid: formatMessageId(entry.sequence),
    account: user.account,
    bot: user.modes.has("B"),
  });
}

/** A line that comes from the server. */
export function serverLine(entry: Entry, serverName: string, body: string): EventLine {
  return new EventLine(`:${serverName} ${body}`, {
    time: entry.time,
    msgid: formatMessageId(entry.sequence),
  });
}
