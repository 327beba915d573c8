import { sameName } from "../../protocol/names.ts";
import { EventLine } from "../session/event_line.ts";
import type { Entry, Sequenced } from "../network/events.ts";
import type { Effects, Registered } from "../network/outcome.ts";
import { sourceOf, type User } from "../network/state.ts";
import { numericLine } from "../session/lines.ts";
import { SHAPE } from "../session/shapes.ts";
import { deliverStatuses } from "./channels.ts";
import type { Delivery } from "./delivery.ts";
import { joinLines, serverLine, statusBody, userLine } from "./lines.ts";
import { sendAllMetadata, sendMetadataChanges } from "./metadata.ts";

export function deliverConnect(
  delivery: Delivery,
  _entry: Entry<"connect">,
  { user }: Effects["connect"],
): void {
  sendOnline(delivery, user);
}

export function deliverQuit(
  delivery: Delivery,
  entry: Entry<"quit">,
  { user, channels, promoted }: Effects["quit"],
): void {
  for (const session of delivery.sessions.of(user.id)) {
    for (const channel of channels) delivery.removeFromAudience(channel, session);
  }
  const line = userLine(entry, user, { body: `QUIT :${entry.event.reason}` });
  delivery.toSessions(delivery.sessionsSharingChannel(user, channels), () => line);
  for (const changes of promoted) deliverStatuses(delivery, entry, changes);
  sendOffline(delivery, user.nickname);
}

export function deliverNick(
  delivery: Delivery,
  entry: Entry<"nick">,
  { user, before, source, registered }: Effects["nick"],
): void {
  if (entry.event.displaced) {
    const text =
      "The account that this nickname belongs to has logged in; your nickname has changed";
    const body = `NOTE NICK OWNER_CAME_BACK ${before} ${user.nickname} :${text}`;
    const note = serverLine(entry, delivery.serverName, body);
    delivery.toSessions(delivery.sessions.of(user.id), () => note);
  }
  const line = userLine(entry, user, { body: `NICK ${user.nickname}`, source });
  delivery.toSessions(delivery.sessionsSharingChannel(user), () => line, entry);
  sendRegistered(delivery, entry, { user, registered });
  if (sameName(before, user.nickname)) return;
  sendOffline(delivery, before);
  sendOnline(delivery, user);
}

export function deliverSetname(
  delivery: Delivery,
  entry: Entry<"setname">,
  { user }: Effects["setname"],
): void {
  const line = userLine(entry, user, { body: `SETNAME :${user.realname}` });
  notify(delivery, user, { bit: SHAPE.setname, line, origin: entry.origin });
}

export function deliverAway(
  delivery: Delivery,
  entry: Entry<"away">,
  { user }: Effects["away"],
): void {
  const body = user.away === undefined ? "AWAY" : `AWAY :${user.away}`;
  const line = userLine(entry, user, { body });
  notify(delivery, user, { bit: SHAPE["away-notify"], line, origin: entry.origin });
}

export function deliverAccount(
  delivery: Delivery,
  entry: Entry<"account">,
  { user, registered, statuses, metadata }: Effects["account"],
): void {
  const line = userLine(entry, user, { body: `ACCOUNT ${user.account ?? "*"}` });
  notify(delivery, user, { bit: SHAPE["account-notify"], line, origin: entry.origin });
  sendRegistered(delivery, entry, { user, registered });
  for (const changes of statuses) deliverStatuses(delivery, entry, changes);
  sendMetadataChanges(delivery, user, metadata);
}

export function deliverAccountGone(
  delivery: Delivery,
  entry: Entry<"account-gone">,
  { users, metadata }: Effects["account-gone"],
): void {
  for (const user of users) {
    const line = userLine(entry, user, { body: "ACCOUNT *" });
    notify(delivery, user, { bit: SHAPE["account-notify"], line, origin: entry.origin });
    sendMetadataChanges(delivery, user, metadata);
  }
}

/** Sends a user the change of their mode `r`. */
function sendRegistered(
  delivery: Delivery,
  entry: Sequenced,
  { user, registered }: { user: User; registered: Registered },
): void {
  if (registered === undefined) return;
  const body = `MODE ${user.nickname} ${registered ? "+" : "-"}r`;
  const line = serverLine(entry, delivery.serverName, body);
  delivery.toSessions(delivery.sessions.of(user.id), () => line, entry);
}

export function deliverUserMode(
  delivery: Delivery,
  entry: Entry<"user-mode">,
  { user, changes }: Effects["user-mode"],
): void {
  const added = changes.filter(({ adding }) => adding).map(({ mode }) => mode).join("");
  const removed = changes.filter(({ adding }) => !adding).map(({ mode }) => mode).join("");
  const modes = (added === "" ? "" : `+${added}`) + (removed === "" ? "" : `-${removed}`);
  const line = userLine(entry, user, { body: `MODE ${user.nickname} ${modes}` });
  delivery.toSessions(delivery.sessions.of(user.id), () => line, entry);
}

/**
 * Sends CHGHOST, or to sessions without that capability a QUIT, a JOIN and the status. Those who
 * monitor the user outside of their channels get only the CHGHOST.
 */
export function deliverChghost(
  delivery: Delivery,
  entry: Entry<"chghost">,
  { user, source }: Effects["chghost"],
): void {
  const line = userLine(entry, user, { body: `CHGHOST ${user.username} ${user.host}`, source });
  const knows = (shape: number) => (shape & SHAPE.chghost) !== 0;
  notify(delivery, user, { bit: SHAPE.chghost, line, origin: undefined });
  const own = new Set(delivery.sessions.of(user.id));
  const others = [...delivery.sessionsSharingChannel(user)].filter((session) => !own.has(session));
  const quit = userLine(entry, user, { body: "QUIT :Changing host", source });
  delivery.toSessions(others, (shape) => knows(shape) ? undefined : quit);
  for (const membership of user.memberships.values()) {
    const { channel } = membership;
    const joinOf = joinLines(entry, user, channel);
    const sessions = [...delivery.sessionsIn(channel)].filter((session) => !own.has(session));
    delivery.toSessions(sessions, (shape) => knows(shape) ? undefined : joinOf(shape));
    const body = statusBody(membership);
    if (body === undefined) continue;
    const mode = new EventLine(`:${delivery.serverName} ${body}`, { time: entry.time });
    delivery.toSessions(sessions, (shape) => knows(shape) ? undefined : mode);
  }
}

/** Confirms a change of the list to all sessions of its owner. */
export function deliverSilence(
  delivery: Delivery,
  entry: Entry<"silence">,
  { user, mask }: Effects["silence"],
): void {
  const line = userLine(entry, user, {
    body: `SILENCE ${entry.event.adding ? "+" : "-"}${mask}`,
  });
  delivery.toSessions(delivery.sessions.of(user.id), () => line, entry);
}

/** Sends a change of a user to all observers of the user with its capability. */
function notify(
  delivery: Delivery,
  user: User,
  { bit, line, origin }: { bit: number; line: EventLine; origin: string | undefined },
): void {
  const watchers = [...delivery.sessions.watchers(user.nickname)]
    .filter(({ shape }) => (shape & SHAPE["extended-monitor"]) !== 0);
  const all = [...delivery.sessionsSharingChannel(user), ...watchers];
  delivery.toSessions(all, (shape) => (shape & bit) === 0 ? undefined : line, { origin });
}

function sendOnline(delivery: Delivery, user: User): void {
  const { serverName } = delivery;
  for (const session of delivery.sessions.watchers(user.nickname)) {
    session.push(
      numericLine("RPL_MONONLINE", { serverName, to: session.name, text: sourceOf(user) }),
    );
  }
  sendAllMetadata(delivery, user, delivery.sessions.watchers(user.nickname));
}

function sendOffline(delivery: Delivery, nickname: string): void {
  const { serverName } = delivery;
  for (const session of delivery.sessions.watchers(nickname)) {
    session.push(numericLine("RPL_MONOFFLINE", { serverName, to: session.name, text: nickname }));
  }
}
