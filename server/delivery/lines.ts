import { EventLine, fitBody } from "../session/event_line.ts";
import type { Entry, Place } from "../network/events.ts";
import { formatMessageId } from "../network/ids.ts";
import type { Effects } from "../network/outcome.ts";
import { type Membership, sourceOf, statusLetters, symbolOf, type User } from "../network/state.ts";

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
  return symbolOf(status) + channel.name;
}

/** `MODE #1 +ov alice alice`: gives a member the whole status; undefined where there is none. */
export function statusBody({ user, channel, status }: Membership): string | undefined {
  if (status === 0) return undefined;
  const letters = statusLetters(status);
  const nicknames = letters.map(() => user.nickname).join(" ");
  return `MODE ${channel.name} +${letters.join("")} ${nicknames}`;
}
