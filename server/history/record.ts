import { formatModeChanges } from "../../protocol/modes.ts";
import { MAX_MODES_PER_LINE } from "../delivery/channels.ts";
import type { Entry, EventOf, EventType, ModeChange } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import { type Channel, sourceOf, type User } from "../network/state.ts";
import { type Extra, KIND, type KindName, messageExtra, type Row } from "./row.ts";
import type { Targets } from "./targets.ts";

/** What rows are made with. */
export interface RecordContext {
  readonly targets: Targets;
  readonly serverName: string;
  /** Whether direct messages are kept. */
  readonly directMessages: () => boolean;
  /** Where they go. */
  rows: Row[];
}

type Record<T extends EventType> = (
  context: RecordContext,
  entry: Entry<T>,
  effect: Effects[T],
) => void;

/** What is kept of each type of event; of the others nothing is. */
export const RECORD: { readonly [T in EventType]?: Record<T> } = {
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
  "account-gone": ({ targets }, { event }) => targets.disown(event.account),
};

/** Tags of messages that are of no use later. */
const FLEETING: ReadonlySet<string> = new Set(["+typing", "+draft/typing"]);

function recordMessage(
  { targets, rows, directMessages }: RecordContext,
  { event, sequence }: Entry<"message">,
  { from, channel, to, absent }: Effects["message"],
): void {
  if (isFleeting(event)) return;
  const status = "channel" in event.target ? event.target.status : 0;
  if (channel === undefined && !directMessages()) return;
  const other = to ?? { id: "", account: absent, nickname: absent ?? "*" };
  const target = channel === undefined
    ? targets.ofConversation(from, other)
    : targets.ofChannel(channel, status);
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
      bot: from.modes.has("B"),
      tags,
      status,
      concat: lines?.flatMap(({ concat }, index) => concat ? [index] : []),
    }),
  });
}

/** What would only puzzle, or make a program answer, were it shown again. */
function isFleeting({ kind, text, tags }: EventOf<"message">): boolean {
  if (kind === "TAGMSG") return [...tags.keys()].every((name) => FLEETING.has(name));
  return text.startsWith("\x01") && !text.startsWith("\x01ACTION");
}

interface Happening {
  readonly seq: number;
  readonly kind: KindName;
  readonly channel: Channel;
  /** Whose doing it is; the server's where undefined. */
  readonly user: User | undefined;
  readonly source?: string;
  readonly text: string;
  readonly extra?: Extra;
}

function push(context: RecordContext, { seq, kind, channel, user, ...rest }: Happening): void {
  const bot = user?.modes.has("B") === true;
  const extra: Extra = { ...(bot ? { bot } : {}), ...rest.extra };
  context.rows.push({
    seq,
    target: context.targets.ofChannel(channel).id,
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
  if (isNew) context.targets.begin(channel);
  push(context, { seq: sequence, kind: "JOIN", channel, user, text: user.realname });
}

function recordPart(
  context: RecordContext,
  { sequence, event }: Entry<"part">,
  { user, channel }: Effects["part"],
): void {
  push(context, { seq: sequence, kind: "PART", channel, user, text: event.reason ?? "" });
}

function recordQuit(
  context: RecordContext,
  { sequence, event }: Entry<"quit">,
  { user, channels }: Effects["quit"],
): void {
  const happening = { seq: sequence, kind: "QUIT", user, text: event.reason } as const;
  pushEverywhere(context, channels, happening);
}

function recordNick(
  context: RecordContext,
  { sequence }: Entry<"nick">,
  { user, source }: Effects["nick"],
): void {
  const channels = [...user.memberships.values()].map(({ channel }) => channel);
  const happening = { seq: sequence, kind: "NICK", user, source, text: user.nickname } as const;
  pushEverywhere(context, channels, happening);
}

/** A row for each room that saw it; they take the places that follow the event's own. */
function pushEverywhere(
  context: RecordContext,
  channels: readonly Channel[],
  happening: Omit<Happening, "channel" | "extra">,
): void {
  channels.forEach((channel, index) => {
    const several = channels.length > 1;
    const extra: Extra = !several ? {} : index === 0 ? { rows: channels.length } : {
      of: happening.seq,
    };
    push(context, { ...happening, seq: happening.seq + index, channel, extra });
  });
}

function recordTopic(
  context: RecordContext,
  { sequence, event }: Entry<"topic">,
  { user, channel }: Effects["topic"],
): void {
  push(context, { seq: sequence, kind: "TOPIC", channel, user, text: event.text });
}

function recordMode(
  context: RecordContext,
  { sequence }: Entry<"channel-mode">,
  { user, channel, changes }: Effects["channel-mode"],
): void {
  const { flags, password, lists } = channel;
  const closed = flags.has("i") || flags.has("s") || password !== undefined || lists.b.size > 0;
  if (closed) context.targets.close(channel);
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
  { changes, ...rest }: Pick<Happening, "seq" | "channel" | "user"> & {
    readonly changes: readonly ModeChange[];
  },
): void {
  const text = formatModeChanges(changes, MAX_MODES_PER_LINE)
    .map(({ modes, args }) => [modes, ...args].join(" "))
    .join("\n");
  push(context, { ...rest, kind: "MODE", text });
}

function recordKick(
  context: RecordContext,
  { sequence, event }: Entry<"kick">,
  { by, user, channel }: Effects["kick"],
): void {
  const text = `${user.nickname} ${event.reason}`;
  push(context, { seq: sequence, kind: "KICK", channel, user: by, text });
}

function recordRename(
  { targets }: RecordContext,
  _entry: Entry<"rename">,
  { channel, before }: Effects["rename"],
): void {
  targets.rename(channel, before);
}
