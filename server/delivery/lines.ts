import { EventLine, fitBody } from "../session/event_line.ts";
import { joinBody } from "../session/lines.ts";
import { SHAPE } from "../session/shapes.ts";
import type { PickLine } from "./delivery.ts";
import type { Entry, MessageTarget, Sequenced } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import {
  type Channel,
  type Membership,
  sourceOf,
  statusLetters,
  symbolOf,
  type User,
} from "../network/state.ts";

/** A line from a user, with the tags of the event. */
export function userLine(
  entry: Sequenced,
  user: User,
  { body, source = sourceOf(user) }: { body: string; source?: string },
): EventLine {
  return new EventLine(fitBody(`:${source} ${body}`), {
    time: entry.time,
    sequence: entry.sequence,
    account: user.account,
    bot: user.modes.includes("B"),
  });
}

/** The JOIN of a user as one shape gets it, with the tags of the event. */
function joinLine(
  entry: Sequenced,
  user: User,
  { channel, shape }: { channel: Channel; shape: number },
): EventLine {
  const { account, realname } = user;
  const body = joinBody({ channel: channel.name, account, realname }, shape);
  return userLine(entry, user, { body });
}

/** The JOIN of a user as each shape gets it. */
export function joinLines(entry: Sequenced, user: User, channel: Channel): PickLine {
  const bit = SHAPE["extended-join"];
  const plain = joinLine(entry, user, { channel, shape: 0 });
  const extended = joinLine(entry, user, { channel, shape: bit });
  return (shape) => (shape & bit) === 0 ? plain : extended;
}

/** A line from the server, with the tags of the event. */
export function serverLine(entry: Sequenced, serverName: string, body: string): EventLine {
  return new EventLine(fitBody(`:${serverName} ${body}`), {
    time: entry.time,
    sequence: entry.sequence,
  });
}

/** The target of a message as its line names it. */
export function nameOfTarget(
  { event: { target } }: Entry<"message">,
  { channel, to, absent }: Effects["message"],
): string {
  if (channel === undefined) return to?.nickname ?? absent ?? "*";
  return symbolOf(statusOfTarget(target) ?? 0) + channel.name;
}

/** The smallest status bit that gets a message; undefined if all members do. */
export function statusOfTarget(target: MessageTarget | undefined): number | undefined {
  if (target === undefined || !("channel" in target) || target.status === 0) return undefined;
  return target.status;
}

/** `MODE #1 +ov alice alice` for the status of a member; undefined without status. */
export function statusBody({ user, channel, status }: Membership): string | undefined {
  if (status === 0) return undefined;
  const letters = statusLetters(status);
  const nicknames = letters.map(() => user.nickname).join(" ");
  return `MODE ${channel.name} +${letters.join("")} ${nicknames}`;
}
