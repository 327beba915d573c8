import { utf8Length } from "../../protocol/lines.ts";
import { answerBatch } from "../batch.ts";
import type { EventLine } from "../event_line.ts";
import { metadataDraft, tellingLine } from "../metadata.ts";
import type { Channel, User } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session.ts";
import type { Context } from "./context.ts";
import { readable } from "./metadata_targets.ts";

/** The part of a session's send queue that one answer may fill; what is more is left out. */
const SHARE_OF_QUEUE = 0.5;
/** What a line has beside its body, in bytes: its batch, and more than is counted here. */
const LINE_BYTES = 64;
/** Members up to which a room's metadata comes unasked to who enters; others ask by SYNC. */
const MOST_MEMBERS_UNASKED = 500;
/** Seconds after which SYNC may be asked for. */
const RETRY_SECONDS = "1";

type Asker = Pick<Context, "server" | "session">;

/** METADATA … SYNC: tells what is said of a target, and of a room's members, of subscribed keys. */
export function syncTarget(context: Context, name: string): void {
  const target = readable(context, name);
  if (target === undefined) return;
  const sources = target.channel === undefined ? [target] : channelSources(target.channel);
  tell(context, { of: target.name, sources, keys: context.session.subscriptions });
}

/** METADATA *ALL SYNC: tells it of all that a session hears of. */
export function syncAll(context: Context): void {
  const { subscriptions } = context.session;
  tell(context, { of: "*ALL", sources: heardSources(context), keys: subscriptions });
}

/** Tells it of some keys; nothing where there is nothing. */
export function syncKeys(asker: Asker, keys: ReadonlySet<string>): void {
  const sources = [...heardSources(asker)];
  if (!sources.some(({ values }) => hasAny(values, keys))) return;
  tell(asker, { of: asker.session.name, sources, keys });
}

/** Tells who enters a room what is said of it and its members, or that they may ask. */
export function syncOnEntering(server: Server, session: Session, channel: Channel): void {
  const { subscriptions } = session;
  if (subscriptions === undefined || metadataDraft(session) === undefined) return;
  if (channel.members.size > MOST_MEMBERS_UNASKED) {
    session.numeric("RPL_METADATASYNCLATER", [channel.name, RETRY_SECONDS]);
    return;
  }
  const sources = [...channelSources(channel)];
  if (!sources.some(({ values }) => hasAny(values, subscriptions))) return;
  tell({ server, session }, { of: channel.name, sources, keys: subscriptions });
}

/** Tells who begins to monitor someone what is said of them. */
export function syncMonitored(server: Server, session: Session, user: User): void {
  if (metadataDraft(session) === undefined) return;
  if (!hasAny(user.metadata, session.subscriptions ?? new Set())) return;
  const sources = [sourceOfUser(user)];
  tell({ server, session }, { of: user.nickname, sources, keys: session.subscriptions });
}

/** Tells a session that has just registered all that is said of its user. */
export function tellOwn(server: Server, session: Session): void {
  const { user } = session;
  if (user === undefined || metadataDraft(session) === undefined) return;
  const keys = new Set(user.metadata.keys());
  tell({ server, session }, { of: user.nickname, sources: [sourceOfUser(user)], keys });
}

interface Source {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

interface Telling {
  /** What the batch is called after. */
  readonly of: string;
  readonly sources: Iterable<Source>;
  readonly keys: ReadonlySet<string> | undefined;
}

function tell({ server, session }: Asker, { of, sources, keys = new Set() }: Telling): void {
  const { name: serverName, limits } = server.options;
  const most = limits.sendQueue === 0 ? Infinity : limits.sendQueue * SHARE_OF_QUEUE;
  answerBatch(server, session, {
    type: `metadata ${of}`,
    *lines(batch): Iterable<EventLine> {
      let bytes = 0;
      for (const { name: target, values } of sources) {
        for (const key of keys) {
          const value = values.get(key);
          if (value === undefined) continue;
          const line = tellingLine(session, { serverName, target, key, value, batch });
          bytes += utf8Length(line.body) + LINE_BYTES;
          if (bytes > most) return;
          yield line;
        }
      }
    },
  });
}

function* channelSources(channel: Channel): Iterable<Source> {
  yield { name: channel.name, values: channel.metadata };
  for (const { user } of channel.members.values()) yield sourceOfUser(user);
}

/** The session's user and rooms, who is in them, and who it monitors: each once. */
function* heardSources({ server, session }: Asker): Iterable<Source> {
  const { user } = session;
  if (user === undefined) return;
  const users = new Set([user]);
  for (const { channel } of user.memberships.values()) {
    yield { name: channel.name, values: channel.metadata };
    for (const member of channel.members.values()) users.add(member.user);
  }
  for (const nickname of session.watching.values()) {
    const watched = server.network.userByNickname(nickname);
    if (watched !== undefined) users.add(watched);
  }
  for (const one of users) yield sourceOfUser(one);
}

function sourceOfUser({ nickname, metadata }: User): Source {
  return { name: nickname, values: metadata };
}

function hasAny(values: ReadonlyMap<string, string>, keys: ReadonlySet<string>): boolean {
  if (values.size === 0) return false;
  for (const key of keys) {
    if (values.has(key)) return true;
  }
  return false;
}
