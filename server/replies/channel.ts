import { packWords } from "../../protocol/packing.ts";
import { andThen, type MaybePromise } from "../maybe_promise.ts";
import { syncOnEntering } from "../metadata/sync.ts";
import { type Channel, sourceOf, statusSymbols, type User } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { sendMarker } from "./markers.ts";
import { replay } from "./playback.ts";

/** Bytes of names on one line of NAMES; leaves space for the rest of the line. */
const MAX_NAMES_BYTES = 379;

/** Sends everything that follows a session's JOIN, up to the last messages and the metadata. */
export function sendJoinReplies(
  server: Server,
  session: Session,
  channel: Channel,
): MaybePromise {
  welcomeToChannel(server, session, channel);
  return andThen(
    replay(server, session, channel),
    () => syncOnEntering(server, session, channel),
  );
}

/** Sends a channel's topic, read marker and names. */
export function welcomeToChannel(server: Server, session: Session, channel: Channel): void {
  if (channel.topic !== undefined) sendTopic(session, channel);
  sendMarker(server, session, channel.name);
  if (!session.capabilities.has("no-implicit-names")) sendNames(session, channel);
}

/** Sends the topic, who set it and when (332 and 333), or that there is none (331). */
export function sendTopic(session: Session, { name, topic }: Channel): void {
  if (topic === undefined) return session.numeric("RPL_NOTOPIC", [name]);
  session.numeric("RPL_TOPIC", [name], topic.text);
  const seconds = Math.floor(topic.setAt / 1000);
  session.numeric("RPL_TOPICWHOTIME", [name, topic.setBy, String(seconds)]);
}

/** Sends the members of a channel that the session's user may see (353 and 366). */
export function sendNames(session: Session, channel: Channel): void {
  const { user } = session;
  if (user === undefined) return;
  const kind = channel.flags.has("s") ? "@" : "=";
  const words = nameWords(session, channel, user);
  for (const text of packWords(words, { maxBytes: MAX_NAMES_BYTES })) {
    session.numeric("RPL_NAMREPLY", [kind, channel.name], text);
  }
  session.numeric("RPL_ENDOFNAMES", [channel.name]);
}

/** Only members and server operators see invisible members (mode `i`). */
function* nameWords(session: Session, channel: Channel, viewer: User): Iterable<string> {
  const seesAll = channel.members.has(viewer.id) || viewer.operator !== undefined;
  const allSymbols = session.capabilities.has("multi-prefix");
  const fullSource = session.capabilities.has("userhost-in-names");
  for (const { user, status } of channel.members.values()) {
    if (!seesAll && user.modes.has("i")) continue;
    yield statusSymbols(status, allSymbols) + (fullSource ? sourceOf(user) : user.nickname);
  }
}
