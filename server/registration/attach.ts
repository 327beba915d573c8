import type { Steps } from "../io/turns.ts";
import { type MaybePromise, settled } from "../maybe_promise.ts";
import { metadataBeforeRegistration } from "../metadata/before_registration.ts";
import type { Refusal } from "../network/outcome.ts";
import type { Channel, User } from "../network/state.ts";
import { sourceOf } from "../network/state.ts";
import { joinReplies } from "../replies/channel.ts";
import { welcome } from "../replies/greeting.ts";
import type { Server } from "../server.ts";
import { append, type SessionContext } from "../session_context.ts";
import { EventLine } from "../session/event_line.ts";
import { joinBody } from "../session/lines.ts";
import type { Session } from "../session/session.ts";

/** Why a session cannot be one of a user who has the most that are allowed. */
const TOO_MANY = "Too many connections share this nickname";

/** Whom a session is attached to. */
export interface Attachment {
  readonly user: User;
  /** Runs if the user has quit, or has logged out, before the session could be attached. */
  readonly onGone: () => MaybePromise;
}

/**
 * Attaches a session to a user who is online: it is greeted as that user, and sent a JOIN and
 * what follows one for each of their channels. Nobody else is sent anything.
 */
export function attach(
  server: Server,
  session: Session,
  { user, onGone }: Attachment,
): MaybePromise {
  if (session.connection.closing) return;
  return appendAttach({ server, session }, user, (refusal) => {
    if (refusal === "too-many-sessions") return session.end(TOO_MANY);
    return refusal === undefined ? greet(server, session, user) : onGone();
  });
}

/** Asks for a session to be one of a user; `use` runs if it is still connected by then. */
function appendAttach(
  context: SessionContext,
  user: User,
  use: (refusal: Refusal | undefined) => MaybePromise,
): MaybePromise {
  const { server, session: { connection } } = context;
  const event = { type: "attach", user: user.id, account: user.account } as const;
  return append(context, event, (outcome) => {
    if (!connection.closing) return use(outcome.ok ? undefined : outcome.refusal);
    if (!outcome.ok) return;
    return settled(
      server.journal.append({ type: "detach", user: user.id, reason: "Connection closed" }),
    );
  });
}

function greet(server: Server, session: Session, user: User): MaybePromise {
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
export function moveTo(
  server: Server,
  session: Session,
  { user, onGone }: Attachment,
): MaybePromise {
  return appendAttach({ server, session }, user, (refusal) => {
    if (refusal === "too-many-sessions") {
      return session.numeric("ERR_NICKNAMEINUSE", [user.nickname], TOO_MANY);
    }
    return refusal === undefined ? move(server, session, user) : onGone();
  });
}

function move(server: Server, session: Session, user: User): MaybePromise {
  const { user: before } = session;
  if (before === undefined) return;
  const say = (body: string) =>
    session.answer(new EventLine(`:${sourceOf(before)} ${body}`, { time: server.now() }));
  for (const { channel } of before.memberships.values()) say(`PART ${channel.name}`);
  say(`NICK ${user.nickname}`);
  session.detach(`Now ${user.nickname}`);
  server.sessions.attach(session, user.id);
  session.user = user;
  const channels = [...user.memberships.values()].map(({ channel }) => channel);
  for (const channel of channels) server.delivery.addToAudience(channel, session);
  if (user.modes !== "") session.reply(`MODE ${user.nickname} +${user.modes}`);
  return session.takeTurns(showChannels(server, session, { user, channels }));
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
