import { utf8Length } from "../../protocol/lines.ts";
import { type Channel, sourceOf, statusSymbols, type User } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { sendMarker } from "./markers.ts";

/** Bytes of names on one line of NAMES; leaves room for what comes before them. */
const MAX_NAMES_BYTES = 380;

/** Tells who enters a channel what is there: its topic and who is in it. */
export function welcomeToChannel(server: Server, session: Session, channel: Channel): void {
  if (channel.topic !== undefined) sendTopic(session, channel);
  sendMarker(server, session, channel.name);
  if (!session.capabilities.has("no-implicit-names")) sendNames(server, session, channel);
}

/** The topic and who set it when (332 and 333), or that there is none (331). */
export function sendTopic(session: Session, channel: Channel): void {
  const { name, topic } = channel;
  if (topic === undefined) {
    session.numeric("RPL_NOTOPIC", [name]);
    return;
  }
  session.numeric("RPL_TOPIC", [name], topic.text);
  const seconds = Math.floor(topic.setAt / 1000);
  session.numeric("RPL_TOPICWHOTIME", [name, topic.setBy, String(seconds)]);
}

/** Who is in a channel (353 and 366), as far as the session's user may know. */
export function sendNames(_server: Server, session: Session, channel: Channel): void {
  const { user } = session;
  if (user === undefined) return;
  const kind = channel.flags.has("s") ? "@" : "=";
  let line = "";
  let bytes = 0;
  const flush = () => {
    if (line !== "") session.numeric("RPL_NAMREPLY", [kind, channel.name], line);
    line = "";
    bytes = 0;
  };
  for (const word of nameWords(session, channel, user)) {
    const length = utf8Length(word) + 1;
    if (bytes + length > MAX_NAMES_BYTES) flush();
    line += line === "" ? word : ` ${word}`;
    bytes += length;
  }
  flush();
  session.numeric("RPL_ENDOFNAMES", [channel.name]);
}

/** People who hide (mode `i`) are named to those who share the channel. */
function* nameWords(session: Session, channel: Channel, viewer: User): Iterable<string> {
  const inside = channel.members.has(viewer.id) || viewer.operator !== undefined;
  const all = session.capabilities.has("multi-prefix");
  const full = session.capabilities.has("userhost-in-names");
  for (const { user, status } of channel.members.values()) {
    if (!inside && user.modes.has("i")) continue;
    yield statusSymbols(status, all) + (full ? sourceOf(user) : user.nickname);
  }
}
