import { isAction, isCtcp } from "../../protocol/ctcp.ts";
import { formatModeChanges } from "../../protocol/modes.ts";
import { MAX_MODES_PER_LINE } from "../delivery/channels.ts";
import type { Entry, EventOf, EventType, ModeChange } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import { type Channel, sourceOf, type User } from "../network/state.ts";
import { type Extra, KIND, type KindName, messageExtra, type Row } from "./row.ts";
import type { Targets } from "./targets.ts";

/** What the functions that record an event need. */
export interface RecordContext {
  readonly targets: Targets;
  readonly serverName: string;
  /** Whether direct messages are recorded. */
  readonly directMessages: () => boolean;
  /** Rows that wait for the commit. */
  rows: Row[];
  /** The JOIN of somebody who is alone in a channel; it is a row once anything else happens. */
  readonly alone: WeakMap<Channel, ChannelEvent>;
  /** Whether such a JOIN is a row at once. */
  readonly recordsAlone: boolean;
}

type RecordEvent<T extends EventType> = (
  context: RecordContext,
  entry: Entry<T>,
  effect: Effects[T],
) => void;

/** Records each type of event; types that are not in the table are not recorded. */
export const RECORD_EVENT: { readonly [T in EventType]?: RecordEvent<T> } = {
  "message": recordMessage,
  "join": recordJoin,
  "part": recordPart,
  "quit": recordQuit,
  "nick": recordNick,
  "topic": recordTopic,
  "channel-mode": recordMode,
  "founder": recordFounder,
  "kick": recordKick,
  "rename": recordRename,
  "account": ({ targets }, _entry, { user }) => {
    for (const { channel } of user.memberships.values()) targets.enter(channel, user);
  },
  "account-gone": ({ targets }, { event }) => targets.removeAccount(event.account),
};

/** Tags that mean something only at the moment they are sent. */
const TRANSIENT_TAGS: ReadonlySet<string> = new Set(["+typing", "+draft/typing"]);

function recordMessage(
  context: RecordContext,
  { event, sequence }: Entry<"message">,
  { from, channel, to, absent }: Effects["message"],
): void {
  const { targets, rows, directMessages } = context;
  if (isTransient(event)) return;
  if (channel !== undefined) recordAlone(context, channel);
  const status = "channel" in event.target ? event.target.status : 0;
  if (channel === undefined && !directMessages()) return;
  const other = to ?? { id: "", account: absent, nickname: absent ?? "*" };
  const target = channel === undefined
    ? targets.ofConversation(from, { to: other, sequence })
    : targets.ofChannel(channel, { sequence, status });
  const { lines, tags } = event;
  rows.push({
    seq: sequence,
    target: target.id,
    kind: KIND[event.kind],
    source: sourceOf(from),
    account: from.account ?? null,
    recipient: channel === undefined ? other.nickname : null,
    text: lines === undefined ? event.text : lines.map(({ text }) => text).join("\n"),
    extra: messageExtra({
      bot: from.modes.includes("B"),
      tags,
      status,
      concat: lines?.flatMap(({ concat }, index) => concat ? [index] : []),
    }),
  });
}

/** Whether a message is useless later, or is a CTCP request that clients would answer again. */
function isTransient({ kind, text, tags }: EventOf<"message">): boolean {
  if (kind === "TAGMSG") return [...tags.keys()].every((name) => TRANSIENT_TAGS.has(name));
  return isCtcp(text) && !isAction(text);
}

interface ChannelEvent {
  readonly seq: number;
  readonly kind: KindName;
  readonly channel: Channel;
  /** The user who did it; undefined if the server did. */
  readonly user: User | undefined;
  readonly source?: string;
  readonly text: string;
  readonly extra?: Extra;
}

function pushRow(
  context: RecordContext,
  { seq, kind, channel, user, ...rest }: ChannelEvent,
): void {
  recordAlone(context, channel);
  const bot = user?.modes.includes("B") === true;
  const extra: Extra = { ...(bot ? { bot } : {}), ...rest.extra };
  context.rows.push({
    seq,
    target: context.targets.ofChannel(channel, { sequence: seq }).id,
    kind: KIND[kind],
    source: rest.source ?? (user === undefined ? context.serverName : sourceOf(user)),
    account: user?.account ?? null,
    recipient: null,
    text: rest.text,
    extra: Object.keys(extra).length === 0 ? null : JSON.stringify(extra),
  });
}

function recordJoin(
  context: RecordContext,
  { sequence, time }: Entry<"join">,
  { user, channel }: Effects["join"],
): void {
  const isNew = channel.members.size === 1 && channel.createdAt === time;
  if (isNew) context.targets.beginChannel(channel);
  const event = { seq: sequence, kind: "JOIN", channel, user, text: user.realname } as const;
  if (channel.members.size === 1 && !context.recordsAlone) {
    context.alone.set(channel, { ...event, source: sourceOf(user) });
  } else pushRow(context, event);
  context.targets.enter(channel, user);
}

/** Records the JOIN of somebody who was alone in a channel, since something else happens in it. */
function recordAlone(context: RecordContext, channel: Channel): void {
  const joined = context.alone.get(channel);
  if (joined === undefined) return;
  context.alone.delete(channel);
  pushRow(context, joined);
  if (joined.user !== undefined) context.targets.enter(channel, joined.user);
}

/** Whether somebody who has left a channel was alone and did nothing, which is not recorded. */
function wasAlone({ alone }: RecordContext, channel: Channel): boolean {
  return channel.members.size === 0 && alone.delete(channel);
}

function recordPart(
  context: RecordContext,
  { sequence, event }: Entry<"part">,
  { user, channel }: Effects["part"],
): void {
  if (!wasAlone(context, channel)) {
    pushRow(context, { seq: sequence, kind: "PART", channel, user, text: event.reason ?? "" });
  }
  context.targets.leave(channel, { user, sequence });
}

function recordQuit(
  context: RecordContext,
  { sequence, event }: Entry<"quit">,
  { user, channels }: Effects["quit"],
): void {
  const shared = channels.filter((channel) => !wasAlone(context, channel));
  pushRowPerChannel(context, shared, { seq: sequence, kind: "QUIT", user, text: event.reason });
  for (const channel of channels) context.targets.leave(channel, { user, sequence });
}

function recordNick(
  context: RecordContext,
  { sequence }: Entry<"nick">,
  { user, source }: Effects["nick"],
): void {
  const { alone } = context;
  const channels: Channel[] = [];
  for (const { channel } of user.memberships.values()) {
    const joined = alone.get(channel);
    if (joined === undefined) channels.push(channel);
    else alone.set(channel, { ...joined, source: sourceOf(user) });
  }
  const text = user.nickname;
  pushRowPerChannel(context, channels, { seq: sequence, kind: "NICK", user, source, text });
}

/** Adds a row for each channel that saw an event, with the sequences from the event's own on. */
function pushRowPerChannel(
  context: RecordContext,
  channels: readonly Channel[],
  event: Omit<ChannelEvent, "channel" | "extra">,
): void {
  channels.forEach((channel, index) => {
    const several = channels.length > 1;
    const extra: Extra = !several ? {} : index === 0 ? { rows: channels.length } : {
      of: event.seq,
    };
    pushRow(context, { ...event, seq: event.seq + index, channel, extra });
  });
}

function recordTopic(
  context: RecordContext,
  { sequence, event }: Entry<"topic">,
  { user, channel }: Effects["topic"],
): void {
  pushRow(context, { seq: sequence, kind: "TOPIC", channel, user, text: event.text });
}

function recordMode(
  context: RecordContext,
  { sequence }: Entry<"channel-mode">,
  { user, channel, changes }: Effects["channel-mode"],
): void {
  pushModes(context, { seq: sequence, channel, user, changes });
}

function recordFounder(
  context: RecordContext,
  { sequence }: Entry<"founder">,
  { channel, changes }: Effects["founder"],
): void {
  if (changes.length > 0) pushModes(context, { seq: sequence, channel, user: undefined, changes });
}

function pushModes(
  context: RecordContext,
  { changes, ...rest }: Pick<ChannelEvent, "seq" | "channel" | "user"> & {
    readonly changes: readonly ModeChange[];
  },
): void {
  const text = formatModeChanges(changes, MAX_MODES_PER_LINE)
    .map(({ modes, args }) => [modes, ...args].join(" "))
    .join("\n");
  pushRow(context, { ...rest, kind: "MODE", text });
}

function recordKick(
  context: RecordContext,
  { sequence, event }: Entry<"kick">,
  { by, user, channel }: Effects["kick"],
): void {
  const text = `${user.nickname} ${event.reason}`;
  pushRow(context, { seq: sequence, kind: "KICK", channel, user: by, text });
  context.targets.leave(channel, { user, sequence });
}

function recordRename(
  { targets }: RecordContext,
  { sequence }: Entry<"rename">,
  { channel, before }: Effects["rename"],
): void {
  targets.renameChannel(channel, { before, sequence });
}
