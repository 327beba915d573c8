import { EventLine, fitBody } from "../session/event_line.ts";
import type { Entry, Place } from "../network/events.ts";
import { formatMessageId } from "../network/ids.ts";
import type { Effects } from "../network/outcome.ts";
import { sourceOf, STATUS_BIT, STATUS_SYMBOLS, type User } from "../network/state.ts";

/** A line that comes from a user, with the tags that every event has. */
export function userLine(
  place: Place,
  user: User,
  { body, source = sourceOf(user) }: { body: string; source?: string },
): EventLine {
  return new EventLine(fitBody(`:${source} ${body}`), {
    time: place.time,
    msgid: formatMessageId(place.sequence),
    account: user.account,
    bot: user.modes.has("B"),
  });
}

/** A line that comes from the server. */
export function serverLine(place: Place, serverName: string, body: string): EventLine {
  return new EventLine(fitBody(`:${serverName} ${body}`), {
    time: place.time,
    msgid: formatMessageId(place.sequence),
  });
}

/** What a message names as its target. */
export function nameOfTarget(
  { event: { target } }: Entry<"message">,
  { channel, to, absent }: Effects["message"],
): string {
  if (channel === undefined) return to?.nickname ?? absent ?? "*";
  const status = "channel" in target ? target.status : 0;
  return `${status === 0 ? "" : symbolOf(status)}${channel.name}`;
}

function symbolOf(status: number): string {
  const index = Object.values(STATUS_BIT).indexOf(status);
  return STATUS_SYMBOLS[index] ?? "";
}
