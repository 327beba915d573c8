import type { Steps } from "../io/turns.ts";
import type { MaybePromise } from "../maybe_promise.ts";
import { metadataBeforeRegistration } from "../metadata/before_registration.ts";
import type { Channel, User } from "../network/state.ts";
import { sourceOf } from "../network/state.ts";
import { joinReplies } from "../replies/channel.ts";
import { welcome } from "../replies/greeting.ts";
import type { Server } from "../server.ts";
import { append } from "../session_context.ts";
import { EventLine } from "../session/event_line.ts";
import { joinBody } from "../session/lines.ts";
import type { Session } from "../session/session.ts";

/** Sessions that may share one nickname. */
const MAX_SESSIONS_PER_USER = 64;

/**
 * Attaches a session to a user who is online: it is greeted as that user, and sent a JOIN and
 * what follows one for each of their channels. Nobody else is sent anything.
 */
export function attach(server: Server, session: Session, user: User): MaybePromise {
  if (session.connection.closing) return;
  if (isFull(server, user)) return session.end("Too many connections share this nickname");
  server.sessions.attach(session, user.id);
  session.user = user;
  const changes = metadataBeforeRegistration({ server, session }, user.metadata)
    .map(([key, value]) => ({ key, value }));
  session.registration = undefined;
  const channels = [...user.memberships.values()].map(({ channel }) => channel);
  for (const channel of channels) server.delivery.addToAudience(channel, session);
  if (changes.length > 0) {
    const event = { type: "metadata", by: user.id, target: { user: user.id }, changes } as const;
    append({ server, session }, event);
  }
  welcome(server, session);
  if (user.away !== undefined) session.numeric("RPL_NOWAWAY");
  return session.takeTurns(showChannels(server, session, { user, channels }));
}

/**
 * Makes a session that is another user's one of a user of the same account: it is told that it has
 * left its channels and changed its nickname, and then sent the channels of the new one. The user
 * whom it leaves quits if it was their last session.
 */
export function moveTo(server: Server, session: Session, user: User): MaybePromise {
  const { user: before } = session;
  if (before === undefined) return;
  if (isFull(server, user)) {
    const text = "Too many connections share this nickname";
    return session.numeric("ERR_NICKNAMEINUSE", [user.nickname], text);
  }
  const say = (body: string) =>
    session.answer(new EventLine(`:${sourceOf(before)} ${body}`, { time: server.now() }));
  for (const { channel } of before.memberships.values()) say(`PART ${channel.name}`);
  say(`NICK ${user.nickname}`);
  session.detach(`Now ${user.nickname}`);
  server.sessions.attach(session, user.id);
  session.user = user;
  const channels = [...user.memberships.values()].map(({ channel }) => channel);
  for (const channel of channels) server.delivery.addToAudience(channel, session);
  if (user.modes.size > 0) session.reply(`MODE ${user.nickname} +${[...user.modes].join("")}`);
  return session.takeTurns(showChannels(server, session, { user, channels }));
}

function isFull(server: Server, user: User): boolean {
  return server.sessions.of(user.id).length >= MAX_SESSIONS_PER_USER;
}

function* showChannels(
  server: Server,
  session: Session,
  { user, channels }: { readonly user: User; readonly channels: readonly Channel[] },
): Steps {
  for (const channel of channels) {
    // Another session of the user may have left this channel while the previous one was answered.
    if (session.user !== user || !channel.members.has(user.id)) continue;
    session.answer(joinLine(server, session, { user, channel }));
    yield* joinReplies(server, session, channel);
    yield session.drained();
  }
}

function joinLine(
  server: Server,
  { shape }: Session,
  { user, channel }: { user: User; channel: Channel },
): EventLine {
  const { account, realname } = user;
  const body = joinBody({ channel: channel.name, account, realname }, shape);
  return new EventLine(`:${sourceOf(user)} ${body}`, { time: server.now(), account });
}
