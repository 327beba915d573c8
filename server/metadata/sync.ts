import { MAX_LINE_BYTES } from "../../protocol/lines.ts";
import { MAX_ANSWER_SHARE } from "../io/send_queue.ts";
import type { Steps } from "../io/turns.ts";
import type { MaybePromise } from "../maybe_promise.ts";
import type { Channel, User } from "../network/state.ts";
import type { Server } from "../server.ts";
import {
  type AnswerBatch,
  answerBatch,
  type LongBatch,
  longBatch,
} from "../session/answer_batch.ts";
import type { EventLine } from "../session/event_line.ts";
import type { Session } from "../session/session.ts";
import type { SessionContext } from "../session_context.ts";
import { COST } from "../budgets/costs.ts";
import { metadataDraft, sessionLine } from "./lines.ts";
import { findReadable } from "./targets.ts";

/** Seconds after which a client may send SYNC. */
const RETRY_SECONDS = "1";

/** METADATA … SYNC: sends subscribed keys of a target, and of a channel's members. */
export function syncTarget(context: SessionContext, name: string): MaybePromise {
  const target = findReadable(context, name);
  if (target === undefined) return;
  const owners = target.channel === undefined ? [target] : ownersInChannel(target.channel);
  const keys = context.session.subscriptions;
  return sendLong(context, { name: target.name, owners, keys, evenEmpty: true });
}

/** METADATA *ALL SYNC: sends subscribed keys of all targets whose changes the session sees. */
export function syncAll(context: SessionContext): MaybePromise {
  const keys = context.session.subscriptions;
  return sendLong(context, { name: "*ALL", owners: ownersSeen(context), keys, evenEmpty: true });
}

/** Sends some keys of all targets whose changes the session sees, if any has a value. */
export function syncKeys(context: SessionContext, keys: ReadonlySet<string>): MaybePromise {
  const { name } = context.session;
  return sendLong(context, { name, owners: ownersSeen(context), keys, evenEmpty: false });
}

/** Sends a session that joins a channel its subscribed keys, or that it may ask for them (774). */
export function* syncOnEntering(server: Server, session: Session, channel: Channel): Steps {
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
  const sync = { name: channel.name, owners, keys: subscriptions, evenEmpty: false };
  yield* longBatch(server, session, longBatchOf({ server, session }, sync));
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

/** Sends in turns, as fast as the client reads. */
function sendLong(context: SessionContext, sync: LongSync): MaybePromise {
  const { server, session } = context;
  return session.takeTurns(longBatch(server, session, longBatchOf(context, sync)));
}

interface LongSync extends Sync {
  readonly evenEmpty: boolean;
}

function longBatchOf(
  context: SessionContext,
  { name, owners, keys, evenEmpty }: LongSync,
): LongBatch {
  return {
    type: `metadata ${name}`,
    evenEmpty,
    *lines(batch) {
      for (const owner of owners) {
        yield* linesOf(context, owner, { keys, batch });
        context.session.budget.spend(COST.look);
        yield;
      }
    },
  };
}

function batchOf(context: SessionContext, { name, owners, keys }: Sync): AnswerBatch {
  return {
    type: `metadata ${name}`,
    *lines(batch) {
      for (const owner of owners) yield* linesOf(context, owner, { keys, batch });
    },
  };
}

function* linesOf(
  { server, session }: SessionContext,
  { name: target, values }: Owner,
  { keys, batch }: { keys: Sync["keys"]; batch: string | undefined },
): Iterable<EventLine> {
  if (keys === undefined || values.size === 0) return;
  const serverName = server.options.name;
  for (const key of keys) {
    const value = values.get(key);
    if (value === undefined) continue;
    yield sessionLine(session, { serverName, target, key, value, batch });
  }
}

/** A channel and its members. */
function* ownersInChannel({ name, metadata, members }: Channel): Iterable<Owner> {
  yield { name, values: metadata };
  for (const user of usersIn(members)) yield ownerOf(user);
}

/** Members; not those who come while the others are gone through. */
function* usersIn(members: Channel["members"]): Iterable<User> {
  for (const { user } of members.values().take(members.size)) yield user;
}

/** The session's user and channels, their members, and monitored users, each once. */
function* ownersSeen({ server, session }: SessionContext): Iterable<Owner> {
  const { user } = session;
  if (user === undefined) return;
  const seen = new Set([user]);
  yield ownerOf(user);
  for (const { channel } of [...user.memberships.values()]) {
    yield { name: channel.name, values: channel.metadata };
    for (const member of usersIn(channel.members)) {
      if (seen.has(member)) continue;
      seen.add(member);
      yield ownerOf(member);
    }
  }
  for (const nickname of [...session.watching.values()]) {
    const watched = server.network.userByNickname(nickname);
    if (watched !== undefined && !seen.has(watched)) yield ownerOf(watched);
  }
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
