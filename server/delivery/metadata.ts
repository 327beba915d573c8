import type { EventLine } from "../session/event_line.ts";
import { metadataDraft, metadataLine, valueLine } from "../metadata/lines.ts";
import type { Entry, MetadataChange } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import { sourceOf, type User } from "../network/state.ts";
import type { Session } from "../session/session.ts";
import type { Delivery } from "./delivery.ts";

/** Those who subscribe to a key hear of its changes, but not of their own. */
export function deliverMetadata(
  delivery: Delivery,
  entry: Entry<"metadata">,
  { by, channel, users, changes }: Effects["metadata"],
): void {
  const rest = { source: sourceOf(by), time: entry.time, origin: entry.origin, changes };
  if (channel !== undefined) {
    const sessions = delivery.inside(channel);
    tellMetadata(delivery, { ...rest, target: channel.name, sessions });
  }
  for (const user of users) {
    tellMetadata(delivery, { ...rest, target: user.nickname, sessions: hearing(delivery, user) });
  }
}

/** Tells those around a user of what is said of them, now that it is otherwise. */
export function tellUserMetadata(
  delivery: Delivery,
  user: User,
  changes: readonly MetadataChange[],
): void {
  if (changes.length === 0) return;
  const sessions = hearing(delivery, user);
  tellMetadata(delivery, { target: user.nickname, sessions, changes });
}

/** Tells sessions that begin to hear of a user all that is said of them; their own know it. */
export function introduce(delivery: Delivery, user: User, all: Iterable<Session>): void {
  if (user.metadata.size === 0) return;
  const own = delivery.sessions.of(user.id);
  const sessions = [...all].filter((session) => !own.includes(session));
  const changes = [...user.metadata].map(([key, value]) => ({ key, value }));
  tellMetadata(delivery, { target: user.nickname, sessions, changes });
}

/** Who hears of a user: those who share a room and those who monitor them. */
function* hearing(delivery: Delivery, user: User): Iterable<Session> {
  yield* delivery.around(user);
  yield* delivery.sessions.watchers(user.nickname);
}

interface Telling {
  readonly target: string;
  readonly sessions: Iterable<Session>;
  readonly changes: readonly MetadataChange[];
  /** Whose doing it is; the server's where undefined. */
  readonly source?: string;
  readonly time?: number;
  /** The connection that asked for it. */
  readonly origin?: string | undefined;
}

function tellMetadata(delivery: Delivery, telling: Telling): void {
  const { target, changes, time, origin, source = delivery.serverName } = telling;
  const { serverName } = delivery;
  const able = new Set<Session>();
  for (const session of telling.sessions) {
    if (session.subscriptions !== undefined && session.id !== origin) able.add(session);
  }
  for (const { key, value } of changes) {
    const line = { serverName, target, key, value };
    const tell = (draft: 2 | 3, event: EventLine) => {
      const listening = [...able].filter((session) =>
        session.subscriptions?.has(key) === true && metadataDraft(session) === draft
      );
      if (listening.length > 0) delivery.toSessions(listening, () => event);
    };
    if (able.size === 0) return;
    tell(2, metadataLine(line, { source, time }));
    tell(3, valueLine(line));
  }
}
