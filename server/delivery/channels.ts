import { formatModeChanges } from "../../protocol/modes.ts";
import type { Entry, Sequenced } from "../network/events.ts";
import type { Effects, StatusChanges } from "../network/outcome.ts";
import { type Membership, sourceOf, STATUS_BIT } from "../network/state.ts";
import { numericLine } from "../session/lines.ts";
import { SHAPE } from "../session/shapes.ts";
import type { Delivery } from "./delivery.ts";
import { joinLines, serverLine, statusBody, userLine } from "./lines.ts";
import { sendAllMetadata } from "./metadata.ts";

/** Changes with a parameter on one MODE line. */
export const MAX_MODES_PER_LINE = 6;

export function deliverJoin(
  delivery: Delivery,
  entry: Entry<"join">,
  { user, channel, membership }: Effects["join"],
): void {
  const own = delivery.sessions.of(user.id);
  for (const session of own) delivery.addToAudience(channel, session);
  delivery.answerAndSend(entry, joinLines(entry, user, channel), { channel });
  sendStatus(delivery, entry, membership);
  sendAllMetadata(delivery, user, delivery.sessionsIn(channel));
  sendAway(delivery, entry, { user, channel });
  for (const session of own) {
    if (session.id !== entry.origin) delivery.enterChannel(channel, session);
  }
}

/** Tells a channel that somebody who has entered it is away. */
function sendAway(
  delivery: Delivery,
  entry: Entry<"join">,
  { user, channel }: Pick<Effects["join"], "user" | "channel">,
): void {
  if (user.away === undefined) return;
  const away = userLine(entry, user, { body: `AWAY :${user.away}` });
  delivery.toChannel(
    channel,
    (shape) => (shape & SHAPE["away-notify"]) === 0 ? undefined : away,
    { except: delivery.sessions.byId(entry.origin) },
  );
}

/** Sends the status that a member has from their account, unless they are alone in the channel. */
function sendStatus(delivery: Delivery, entry: Entry<"join">, membership: Membership): void {
  const { channel } = membership;
  const body = statusBody(membership);
  if (body === undefined || channel.members.size === 1) return;
  const line = serverLine(entry, delivery.serverName, body);
  delivery.answerAndSend(entry, () => line, { channel });
}

export function deliverPart(
  delivery: Delivery,
  entry: Entry<"part">,
  { user, channel, promoted }: Effects["part"],
): void {
  const { reason } = entry.event;
  const body = `PART ${channel.name}${reason === undefined ? "" : ` :${reason}`}`;
  const line = userLine(entry, user, { body });
  delivery.answerAndSend(entry, () => line, { channel });
  for (const session of delivery.sessions.of(user.id)) {
    delivery.removeFromAudience(channel, session);
  }
  // Not as an answer: whoever has left is not sent it.
  for (const changes of promoted) {
    deliverStatuses(delivery, { ...entry, origin: undefined }, changes);
  }
}

export function deliverKick(
  delivery: Delivery,
  entry: Entry<"kick">,
  { by, user, channel, promoted }: Effects["kick"],
): void {
  const body = `KICK ${channel.name} ${user.nickname} :${entry.event.reason}`;
  const line = by === undefined
    ? serverLine(entry, delivery.serverName, body)
    : userLine(entry, by, { body });
  delivery.answerAndSend(entry, () => line, { channel });
  for (const session of delivery.sessions.of(user.id)) {
    delivery.removeFromAudience(channel, session);
  }
  // Not as an answer: whoever has left is not sent it.
  for (const changes of promoted) {
    deliverStatuses(delivery, { ...entry, origin: undefined }, changes);
  }
}

export function deliverTopic(
  delivery: Delivery,
  entry: Entry<"topic">,
  { user, channel }: Effects["topic"],
): void {
  const line = userLine(entry, user, { body: `TOPIC ${channel.name} :${entry.event.text}` });
  delivery.answerAndSend(entry, () => line, { channel });
}

export function deliverMode(
  delivery: Delivery,
  entry: Entry<"channel-mode">,
  { user, channel, changes }: Effects["channel-mode"],
): void {
  for (const body of modeBodies({ channel, changes })) {
    const line = userLine(entry, user, { body });
    delivery.answerAndSend(entry, () => line, { channel });
  }
}

export function deliverFounder(
  delivery: Delivery,
  entry: Entry<"founder">,
  { channel, changes }: Effects["founder"],
): void {
  deliverStatuses(delivery, entry, { channel, changes });
}

/** Sends changes of status that come from the server. */
export function deliverStatuses(
  delivery: Delivery,
  entry: Sequenced,
  { channel, changes }: StatusChanges,
): void {
  for (const body of modeBodies({ channel, changes })) {
    const line = serverLine(entry, delivery.serverName, body);
    delivery.answerAndSend(entry, () => line, { channel });
  }
}

/** `MODE #1 +ov alice bob`, on as many lines as the changes need. */
function* modeBodies({ channel, changes }: StatusChanges): Iterable<string> {
  for (const { modes, args } of formatModeChanges(changes, MAX_MODES_PER_LINE)) {
    yield [`MODE ${channel.name} ${modes}`, ...args].join(" ");
  }
}

/** Sends an invitation to the invited user and to operators of the channel with invite-notify. */
export function deliverInvite(
  delivery: Delivery,
  entry: Entry<"invite">,
  { by, user, channel }: Effects["invite"],
): void {
  const line = userLine(entry, by, { body: `INVITE ${user.nickname} ${channel.name}` });
  delivery.toSessions(delivery.sessions.of(user.id), () => line);
  delivery.toChannel(
    channel,
    (shape) => (shape & SHAPE["invite-notify"]) === 0 ? undefined : line,
    { except: delivery.sessions.byId(entry.origin), status: STATUS_BIT.h },
  );
}

/** Tells the operators of a channel, those with half of their rights included. */
export function deliverKnock(
  delivery: Delivery,
  entry: Entry<"knock">,
  { user, channel }: Effects["knock"],
): void {
  const { serverName } = delivery;
  for (const { user: member, status } of channel.members.values()) {
    if (status < STATUS_BIT.h) continue;
    for (const session of delivery.sessions.of(member.id)) {
      const params = [channel.name, sourceOf(user)];
      const text = entry.event.text === "" ? undefined : entry.event.text;
      session.push(
        numericLine("RPL_KNOCK", { serverName, to: session.name, params, ...(text && { text }) }),
      );
    }
  }
}

/** Sends RENAME, or to sessions without that capability a PART and a JOIN of their user. */
export function deliverRename(
  delivery: Delivery,
  entry: Entry<"rename">,
  { user, channel, before }: Effects["rename"],
): void {
  const { reason } = entry.event;
  const line = userLine(entry, user, { body: `RENAME ${before} ${channel.name} :${reason}` });
  const knows = (shape: number) => (shape & SHAPE["draft/channel-rename"]) !== 0;
  delivery.answerAndSend(entry, (shape) => knows(shape) ? line : undefined, { channel });
  for (const { user: member } of channel.members.values()) {
    const sessions = delivery.sessions.of(member.id).filter(({ shape }) => !knows(shape));
    if (sessions.length === 0) continue;
    const part = userLine(entry, member, { body: `PART ${before} :${reason}` });
    delivery.toSessions(sessions, () => part);
    delivery.toSessions(sessions, joinLines(entry, member, channel));
    for (const session of sessions) delivery.welcomeToChannel(channel, session);
  }
}
