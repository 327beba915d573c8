import { MAX_LINE_BYTES } from "../../protocol/lines.ts";
import { type AnswerBatch, answerBatch, answerLongBatch } from "../session/answer_batch.ts";
import type { EventLine } from "../session/event_line.ts";
import { metadataDraft, tellingLine } from "./lines.ts";
import type { Channel, User } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import type { Context, Handled } from "../commands/context.ts";
import { readable } from "./targets.ts";

/** The part of a session's send queue that may come unasked; for more, SYNC is asked for. */
const SHARE_OF_QUEUE = 0.5;
/** Seconds after which SYNC may be asked for. */
const RETRY_SECONDS = "1";

type Asker = Pick<Context, "server" | "session">;

/** METADATA … SYNC: tells what is said of a target, and of a room's members, of subscribed keys. */
export function syncTarget(context: Context, name: string): Handled {
  const target = readable(context, name);
  if (target === undefined) return;
  const sources = target.channel === undefined ? [target] : channelSources(target.channel);
  return tellAll(context, { of: target.name, sources, keys: context.session.subscriptions });
}

/** METADATA *ALL SYNC: tells it of all that a session hears of. */
export function syncAll(context: Context): Handled {
  const { subscriptions } = context.session;
  return tellAll(context, { of: "*ALL", sources: heardSources(context), keys: subscriptions });
}

/** Tells it of some keys; nothing where there is nothing. */
export function syncKeys(asker: Asker, keys: ReadonlySet<string>): Handled {
  const sources = [...heardSources(asker)];
  if (!sources.some(({ values }) => hasAny(values, keys))) return;
  return tellAll(asker, { of: asker.session.name, sources, keys });
}

/** Tells who enters a room what is said of it and its members, or that they may ask. */
export function syncOnEntering(server: Server, session: Session, channel: Channel): void {
  const { subscriptions } = session;
  if (subscriptions === undefined || metadataDraft(session) === undefined) return;
  const sources = [...channelSources(channel)].filter(({ values }) =>
    hasAny(values, subscriptions)
  );
  if (sources.length === 0) return;
  const { sendQueue } = server.options.limits;
  const most = sendQueue === 0 ? Infinity : sendQueue * SHARE_OF_QUEUE;
  if (sources.length * subscriptions.size * MAX_LINE_BYTES > most) {
    session.numeric("RPL_METADATASYNCLATER", [channel.name, RETRY_SECONDS]);
    return;
  }
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

function tell({ server, session }: Asker, telling: Telling): void {
  answerBatch(server, session, batchOf({ server, session }, telling));
}

/** Tells however much there is; the sources are as they are at the beginning. */
function tellAll({ server, session }: Asker, telling: Telling): Handled {
  const sources = [...telling.sources];
  return answerLongBatch(server, session, batchOf({ server, session }, { ...telling, sources }));
}

function batchOf(
  { server, session }: Asker,
  { of, sources, keys = new Set() }: Telling,
): AnswerBatch {
  const serverName = server.options.name;
  return {
    type: `metadata ${of}`,
    *lines(batch): Iterable<EventLine> {
      for (const { name: target, values } of sources) {
        for (const key of keys) {
          const value = values.get(key);
          if (value === undefined) continue;
          yield tellingLine(session, { serverName, target, key, value, batch });
        }
      }
    },
  };
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
