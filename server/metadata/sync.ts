import { MAX_LINE_BYTES } from "../../protocol/lines.ts";
import { MAX_ANSWER_SHARE } from "../io/send_queue.ts";
import type { MaybePromise } from "../maybe_promise.ts";
import type { Channel, User } from "../network/state.ts";
import type { Server } from "../server.ts";
import { type AnswerBatch, answerBatch, answerLongBatch } from "../session/answer_batch.ts";
import type { EventLine } from "../session/event_line.ts";
import type { Session } from "../session/session.ts";
import type { SessionContext } from "../session_context.ts";
import { metadataDraft, sessionLine } from "./lines.ts";
import { findReadable } from "./targets.ts";

/** Seconds after which a client may send SYNC. */
const RETRY_SECONDS = "1";

/** METADATA … SYNC: sends subscribed keys of a target, and of a channel's members. */
export function syncTarget(context: SessionContext, name: string): MaybePromise {
  const target = findReadable(context, name);
  if (target === undefined) return;
  const owners = target.channel === undefined ? [target] : ownersInChannel(target.channel);
  return sendLong(context, { name: target.name, owners, keys: context.session.subscriptions });
}

/** METADATA *ALL SYNC: sends subscribed keys of all targets whose changes the session sees. */
export function syncAll(context: SessionContext): MaybePromise {
  const keys = context.session.subscriptions;
  return sendLong(context, { name: "*ALL", owners: ownersSeen(context), keys });
}

/** Sends some keys of all targets whose changes the session sees, if any has a value. */
export function syncKeys(context: SessionContext, keys: ReadonlySet<string>): MaybePromise {
  const owners = [...ownersSeen(context)];
  if (!owners.some(({ values }) => hasAny(values, keys))) return;
  return sendLong(context, { name: context.session.name, owners, keys });
}

/** Sends a session that joins a channel its subscribed keys, or that it may ask for them (774). */
export function syncOnEntering(server: Server, session: Session, channel: Channel): void {
  const { subscriptions } = session;
  if (subscriptions === undefined || metadataDraft(session) === undefined) return;
  const owners = [...ownersInChannel(channel)].filter(({ values }) =>
    hasAny(values, subscriptions)
  );
  if (owners.length === 0) return;
  const { sendQueue } = server.options.limits;
  const maxBytes = sendQueue === 0 ? Infinity : sendQueue * MAX_ANSWER_SHARE;
  if (owners.length * subscriptions.size * MAX_LINE_BYTES > maxBytes) {
    return session.numeric("RPL_METADATASYNCLATER", [channel.name, RETRY_SECONDS]);
  }
  send({ server, session }, { name: channel.name, owners, keys: subscriptions });
}

/** Sends a session that begins to monitor a user the subscribed keys of that user. */
export function syncMonitored(context: SessionContext, user: User): void {
  const { session } = context;
  if (metadataDraft(session) === undefined) return;
  if (!hasAny(user.metadata, session.subscriptions ?? new Set())) return;
  send(context, { name: user.nickname, owners: [ownerOf(user)], keys: session.subscriptions });
}

/** Sends a session that has just registered all metadata of its user. */
export function sendOwnMetadata(server: Server, session: Session): void {
  const { user } = session;
  if (user === undefined || metadataDraft(session) === undefined) return;
  const keys = new Set(user.metadata.keys());
  send({ server, session }, { name: user.nickname, owners: [ownerOf(user)], keys });
}

/** A user or channel that has metadata. */
interface Owner {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

interface Sync {
  /** The name in the batch's type. */
  readonly name: string;
  readonly owners: Iterable<Owner>;
  readonly keys: ReadonlySet<string> | undefined;
}

function send(context: SessionContext, sync: Sync): void {
  answerBatch(context.server, context.session, batchOf(context, sync));
}

/** Sends as fast as the client reads; users who come meanwhile are not added. */
function sendLong(context: SessionContext, sync: Sync): MaybePromise {
  const batch = batchOf(context, { ...sync, owners: [...sync.owners] });
  return answerLongBatch(context.server, context.session, batch);
}

function batchOf(
  { server, session }: SessionContext,
  { name, owners, keys = new Set() }: Sync,
): AnswerBatch {
  const serverName = server.options.name;
  return {
    type: `metadata ${name}`,
    *lines(batch): Iterable<EventLine> {
      for (const { name: target, values } of owners) {
        for (const key of keys) {
          const value = values.get(key);
          if (value === undefined) continue;
          yield sessionLine(session, { serverName, target, key, value, batch });
        }
      }
    },
  };
}

function* ownersInChannel(channel: Channel): Iterable<Owner> {
  yield { name: channel.name, values: channel.metadata };
  for (const { user } of channel.members.values()) yield ownerOf(user);
}

/** The session's user and channels, their members, and monitored users, each once. */
function* ownersSeen({ server, session }: SessionContext): Iterable<Owner> {
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
  for (const one of users) yield ownerOf(one);
}

function ownerOf({ nickname, metadata }: User): Owner {
  return { name: nickname, values: metadata };
}

function hasAny(values: ReadonlyMap<string, string>, keys: ReadonlySet<string>): boolean {
  if (values.size === 0) return false;
  for (const key of keys) {
    if (values.has(key)) return true;
  }
  return false;
}
