import type { EventLine } from "../session/event_line.ts";
import { metadataDraft, metadataLine, valueLine } from "../metadata/lines.ts";
import type { Entry, MetadataChange } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import { sourceOf, type User } from "../network/state.ts";
import type { Session } from "../session/session.ts";
import type { Delivery } from "./delivery.ts";

/** Sends changes to the sessions that subscribe to their keys, except the one that made them. */
export function deliverMetadata(
  delivery: Delivery,
  entry: Entry<"metadata">,
  { by, channel, users, changes }: Effects["metadata"],
): void {
  const rest = { source: sourceOf(by), time: entry.time, origin: entry.origin, changes };
  if (channel !== undefined) {
    const sessions = delivery.sessionsIn(channel);
    sendMetadata(delivery, { ...rest, target: channel.name, sessions });
  }
  for (const user of users) {
    const sessions = observersOf(delivery, user);
    sendMetadata(delivery, { ...rest, target: user.nickname, sessions });
  }
}

/** Sends changes of a user's metadata that nobody asked for, as after a login. */
export function sendMetadataChanges(
  delivery: Delivery,
  user: User,
  changes: readonly MetadataChange[],
): void {
  if (changes.length === 0) return;
  const sessions = observersOf(delivery, user);
  sendMetadata(delivery, { target: user.nickname, sessions, changes });
}

/** Sends all metadata of a user to sessions that begin to observe them, except their own. */
export function sendAllMetadata(delivery: Delivery, user: User, to: Iterable<Session>): void {
  if (user.metadata.size === 0) return;
  const own = delivery.sessions.of(user.id);
  const sessions = [...to].filter((session) => !own.includes(session));
  const changes = [...user.metadata].map(([key, value]) => ({ key, value }));
  sendMetadata(delivery, { target: user.nickname, sessions, changes });
}

/** The sessions that share a channel with a user or monitor them. */
function* observersOf(delivery: Delivery, user: User): Iterable<Session> {
  yield* delivery.sessionsSharingChannel(user);
  yield* delivery.sessions.watchers(user.nickname);
}

interface MetadataUpdate {
  /** The channel's name or the user's nickname. */
  readonly target: string;
  readonly sessions: Iterable<Session>;
  readonly changes: readonly MetadataChange[];
  /** The source of the changes, by default the server. */
  readonly source?: string;
  readonly time?: number;
  /** The session that asked for the changes and does not get them. */
  readonly origin?: string | undefined;
}

function sendMetadata(delivery: Delivery, update: MetadataUpdate): void {
  const { serverName } = delivery;
  const { target, changes, time, origin, source = serverName } = update;
  const subscribers = new Set<Session>();
  for (const session of update.sessions) {
    if (session.subscriptions !== undefined && session.id !== origin) subscribers.add(session);
  }
  if (subscribers.size === 0) return;
  for (const { key, value } of changes) {
    const send = (draft: 2 | 3, line: EventLine) => {
      const receivers = [...subscribers].filter((session) =>
        session.subscriptions?.has(key) === true && metadataDraft(session) === draft
      );
      if (receivers.length > 0) delivery.toSessions(receivers, () => line);
    };
    const change = { serverName, target, key, value };
    send(2, metadataLine(change, { source, time }));
    send(3, valueLine(change));
  }
}
