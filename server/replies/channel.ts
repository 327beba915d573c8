import { messageOf } from "../../protocol/errors.ts";
import type { Steps } from "../io/turns.ts";
import { syncOnEntering } from "../metadata/sync.ts";
import type { Channel } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { sendMarker } from "./markers.ts";
import { names } from "./names.ts";
import { replay } from "./playback.ts";

/** Sends everything that follows a session's JOIN, up to the last messages and the metadata. */
export function* joinReplies(server: Server, session: Session, channel: Channel): Steps {
  yield* welcome(server, session, channel);
  yield* replay(server, session, channel);
  yield* syncOnEntering(server, session, channel);
}

/** Sends {@linkcode joinReplies} to a session that has not asked for them. */
export function enterChannel(server: Server, session: Session, channel: Channel): void {
  const running = session.takeTurns(joinReplies(server, session, channel));
  if (!(running instanceof Promise)) return;
  running.catch((error) => {
    server.log.error("An answer failed; this is a bug", { why: messageOf(error) });
  });
}

/** Sends a channel's topic, read marker and names at once. */
export function welcomeToChannel(server: Server, session: Session, channel: Channel): void {
  for (const _ of welcome(server, session, channel)) continue;
}

function* welcome(server: Server, session: Session, channel: Channel): Steps {
  if (channel.topic !== undefined) sendTopic(session, channel);
  sendMarker(server, session, channel.name);
  if (!session.capabilities.has("no-implicit-names")) yield* names(server, session, channel);
}

/** Sends the topic, who set it and when (332 and 333), or that there is none (331). */
export function sendTopic(session: Session, { name, topic }: Channel): void {
  if (topic === undefined) return session.numeric("RPL_NOTOPIC", [name]);
  session.numeric("RPL_TOPIC", [name], topic.text);
  const seconds = Math.floor(topic.setAt / 1000);
  session.numeric("RPL_TOPICWHOTIME", [name, topic.setBy, String(seconds)]);
}
