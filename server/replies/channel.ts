import { messageOf } from "../../protocol/errors.ts";
import { packWords } from "../../protocol/packing.ts";
import type { Steps } from "../io/turns.ts";
import { syncOnEntering } from "../metadata/sync.ts";
import {
  type Channel,
  type Membership,
  sourceOf,
  statusSymbols,
  type User,
} from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { COST } from "../budgets/costs.ts";
import { sendMarker } from "./markers.ts";
import { replay } from "./playback.ts";

/** Members in a step of NAMES. */
const MEMBERS_PER_STEP = 200;
/** Bytes of names on one line of NAMES; leaves space for the rest of the line. */
const MAX_NAMES_BYTES = 379;

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
  if (!session.capabilities.has("no-implicit-names")) yield* names(session, channel);
}

/** Sends the topic, who set it and when (332 and 333), or that there is none (331). */
export function sendTopic(session: Session, { name, topic }: Channel): void {
  if (topic === undefined) return session.numeric("RPL_NOTOPIC", [name]);
  session.numeric("RPL_TOPIC", [name], topic.text);
  const seconds = Math.floor(topic.setAt / 1000);
  session.numeric("RPL_TOPICWHOTIME", [name, topic.setBy, String(seconds)]);
}

/**
 * Sends the members of a channel that the session's user may see (353 and 366). Changes between the
 * steps reach the session before the names that follow, which are true then.
 */
export function* names(session: Session, channel: Channel): Steps {
  const { user } = session;
  if (user === undefined) return;
  const kind = channel.flags.has("s") ? "@" : "=";
  const members = channel.members.values();
  // Members who come meanwhile are at the end.
  for (let left = channel.members.size; left > 0; left -= MEMBERS_PER_STEP) {
    const words = nextNames(members, { session, channel, viewer: user });
    for (const text of packWords(words, { maxBytes: MAX_NAMES_BYTES })) {
      session.numeric("RPL_NAMREPLY", [kind, channel.name], text);
    }
    session.budget.spend(Math.min(left, MEMBERS_PER_STEP) * COST.look);
    if (left > MEMBERS_PER_STEP) yield session.drained();
    if (session.user !== user) return;
  }
  session.numeric("RPL_ENDOFNAMES", [channel.name]);
}

interface Viewing {
  readonly session: Session;
  readonly channel: Channel;
  readonly viewer: User;
}

/**
 * The names of the next members. Only members and server operators see invisible members (mode
 * `i`).
 */
function nextNames(
  members: Iterator<Membership, void>,
  { session, channel, viewer }: Viewing,
): string[] {
  const names: string[] = [];
  const seesAll = channel.members.has(viewer.id) || viewer.operator !== undefined;
  const allSymbols = session.capabilities.has("multi-prefix");
  const fullSource = session.capabilities.has("userhost-in-names");
  // Not by a generator or a helper of the iterator, which take a quarter more time.
  for (let count = 0; count < MEMBERS_PER_STEP; count++) {
    const { value } = members.next();
    if (value === undefined) break;
    const { user, status } = value;
    if (!seesAll && user.modes.includes("i")) continue;
    names.push(statusSymbols(status, allSymbols) + (fullSource ? sourceOf(user) : user.nickname));
  }
  return names;
}
