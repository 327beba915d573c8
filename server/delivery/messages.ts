import { ANNOUNCER } from "../accounts/services.ts";
import { EventLine, fitBody } from "../session/event_line.ts";
import type { Entry } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import { sourceOf } from "../network/state.ts";
import { SHAPE } from "../session/shapes.ts";
import type { Delivery, PickLine } from "./delivery.ts";
import { nameOfTarget, serverLine, statusOfTarget, userLine } from "./lines.ts";
import { deliverMultiline } from "./multiline.ts";

export function deliverMessage(
  delivery: Delivery,
  entry: Entry<"message">,
  effect: Effects["message"],
): void {
  if (entry.event.lines !== undefined) return deliverMultiline(delivery, entry, effect);
  const pick = pickOf(entry, effect);
  const origin = delivery.sessions.byId(entry.origin);
  const echo = origin?.wantsEcho ? pick(origin.shape) : undefined;
  const { channel, to, from } = effect;
  if (channel !== undefined) {
    const status = statusOfTarget(entry.event.target);
    const shared = echo !== undefined && !origin?.answering && from.memberships.has(channel.key) &&
      status === undefined;
    const except = shared ? undefined : origin;
    delivery.toChannel(channel, pick, { except, pledged: true, status });
    if (echo !== undefined && !shared) origin?.answer(echo, true);
    return;
  }
  const theirs = to === undefined ? [] : delivery.sessions.of(to.id);
  const own = delivery.sessions.of(from.id).filter((session) => session !== origin);
  delivery.toSessions([...theirs, ...own], pick, { pledged: true });
  if (echo !== undefined) origin?.answer(echo, true);
}

/** The line of a message; only sessions with message-tags get a TAGMSG. */
function pickOf(entry: Entry<"message">, effect: Effects["message"]): PickLine {
  const { from } = effect;
  const { kind, text, tags } = entry.event;
  const name = nameOfTarget(entry, effect);
  const head = `:${sourceOf(from)} ${kind} ${name}`;
  const line = new EventLine(kind === "TAGMSG" ? head : fitBody(`${head} :${text}`), {
    time: entry.time,
    sequence: entry.sequence,
    account: from.account,
    bot: from.modes.includes("B"),
    client: tags,
  });
  if (kind !== "TAGMSG") return () => line;
  return (shape) => (shape & SHAPE["message-tags"]) === 0 ? undefined : line;
}

export function deliverWallops(
  delivery: Delivery,
  entry: Entry<"wallops">,
  { from }: Effects["wallops"],
): void {
  const body = `WALLOPS :${entry.event.text}`;
  const line = from === undefined
    ? serverLine(entry, delivery.serverName, body)
    : userLine(entry, from, { body });
  const receivers = [...delivery.sessions.all].filter(({ user }) => user?.modes.includes("w"));
  delivery.toSessions(receivers, () => line);
}

/** Tells all who are connected to this server about it, also those who register. */
export function tellUsers({ sessions, serverName }: Delivery, text: string, time: number): void {
  for (const session of sessions.all) {
    const source = session.user === undefined ? serverName : announcerOf(serverName);
    session.push(new EventLine(`:${source} NOTICE ${session.name} :${text}`, { time }));
  }
}

/** The source of announcements, a person's: clients hide who sends what a server says. */
function announcerOf(serverName: string): string {
  return `${ANNOUNCER}!${ANNOUNCER}@${serverName}`;
}

export function deliverAnnouncement(delivery: Delivery, entry: Entry<"announce">): void {
  const source = announcerOf(delivery.serverName);
  for (const session of delivery.sessions.all) {
    if (session.user === undefined) continue;
    const body = `NOTICE ${session.name} :${entry.event.text}`;
    session.push(serverLine(entry, source, body));
  }
}
