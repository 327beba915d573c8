import { EventLine } from "../session/event_line.ts";
import type { Channel, User } from "../network/state.ts";
import { sourceOf } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { joinBody } from "../session/lines.ts";
import { eachInTurn } from "../maybe_promise.ts";
import { welcomeToChannel } from "../replies/channel.ts";
import { metadataBeforeRegistration } from "../metadata/before_registration.ts";
import { syncOnEntering } from "../metadata/sync.ts";
import type { Handled } from "../commands/context.ts";
import { replay } from "../replies/playback.ts";
import { welcome } from "../replies/greeting.ts";

/** Most connections that share one nickname. */
const MOST_SESSIONS = 64;

/**
 * Makes a connection one more of a user who is here: it is greeted as that user, and told of
 * every room they are in. Nobody else hears of it.
 */
export function attach(server: Server, session: Session, user: User): Handled {
  if (session.connection.closing) return;
  if (server.sessions.of(user.id).length >= MOST_SESSIONS) {
    session.end("Too many connections share this nickname");
    return;
  }
  server.sessions.attach(session, user.id);
  session.user = user;
  const changes = metadataBeforeRegistration({ server, session }, user.metadata)
    .map(([key, value]) => ({ key, value }));
  session.registration = undefined;
  const channels = [...user.memberships.values()].map(({ channel }) => channel);
  for (const channel of channels) server.delivery.addToAudience(channel, session);
  if (changes.length > 0) {
    const event = { type: "metadata", by: user.id, target: { user: user.id }, changes } as const;
    server.journal.append(event, session.id);
  }
  welcome(server, session);
  if (user.away !== undefined) session.numeric("RPL_NOWAWAY");
  return eachInTurn(channels, (channel) => {
    // Another connection may have left the room while this one read of the last.
    if (session.user !== user || !channel.members.has(user.id)) return;
    session.answer(joinLine(server, session, { user, channel }));
    welcomeToChannel(server, session, channel);
    replay(server, session, channel);
    syncOnEntering(server, session, channel);
    return session.drained();
  });
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
