import { maskSecrets } from "../commands/secrets.ts";
import { parseSource } from "../../protocol/message.ts";
import type { ChatMessageEvent, ClientEvent, MessageKind } from "../events.ts";
import type { OutboxEntry } from "../sending/outbox.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { t } from "../texts/mod.ts";
import { shortText } from "./bounds.ts";
import { textOrNone } from "./context.ts";
import type { Translation, TranslationContext } from "./context.ts";
import { param, senderOf } from "./message.ts";
import type { ReceivedMessage } from "./message.ts";

const TYPING_STATES = ["active", "paused", "done"] as const;
/** Characters that are kept of what is known about a person. */
export const MAX_REALNAME_CHARACTERS = 300;
export const MAX_AWAY_CHARACTERS = 500;
const MAX_ACCOUNT_CHARACTERS = 300;
/** Characters of one reaction; an emoji may have several. */
const MAX_REACTION_CHARACTERS = 20;

/** The translation of each command that is not a numeric. */
export const COMMAND_TRANSLATIONS: Readonly<Record<string, Translation>> = {
  PRIVMSG: translateMessage,
  NOTICE: translateMessage,
  TAGMSG: translateTags,
  REDACT: (message, context) => {
    const about = addresseeOf(message, context);
    const [, msgid = "", reason] = message.params;
    return [{
      type: "redact",
      time: context.time,
      conversation: about.conversation,
      room: about.room,
      by: about.from,
      msgid,
      reason: textOrNone(reason),
    }];
  },
  JOIN: translateJoin,
  PART: (message, { info, time }) =>
    splitChannels(message).map((channel) => ({
      type: "part",
      time,
      nick: senderOf(message),
      channel,
      own: info.isMe(senderOf(message)),
      reason: textOrNone(message.params[1]),
    })),
  QUIT: (message, { info, time }) => [{
    type: "quit",
    time,
    nick: senderOf(message),
    own: info.isMe(senderOf(message)),
    reason: textOrNone(message.params[0]),
  }],
  KICK: (message, { info, time }) => [{
    type: "kick",
    time,
    nick: param(message, 1),
    by: senderOf(message),
    channel: param(message, 0),
    own: info.isMe(param(message, 1)),
    reason: textOrNone(message.params[2]),
  }],
  NICK: (message, { info, time, isAnswerTo }) => {
    const [sender, newNick] = [senderOf(message), param(message, 0)];
    // InspIRCd answers our own command with the new nickname as its source.
    const isAnswer = info.same(sender, newNick) && isAnswerTo("NICK", newNick);
    const own = info.isMe(sender) || isAnswer;
    return [{ type: "nick", time, nick: own ? info.nick : sender, newNick, own }];
  },
  TOPIC: (message, { time }) => [{
    type: "topic",
    time,
    channel: param(message, 0),
    topic: param(message, 1),
    by: senderOf(message),
  }],
  MODE: (message, { info, time }) => [{
    type: "mode",
    time,
    target: param(message, 0),
    room: info.isChannel(param(message, 0)),
    by: senderOf(message),
    modes: param(message, 1),
    args: message.params.slice(2),
  }],
  INVITE: (message, { info, time }) => [{
    type: "invite",
    time,
    by: senderOf(message),
    nick: param(message, 0),
    channel: param(message, 1),
    own: info.isMe(param(message, 0)),
  }],
  AWAY: (message, { info, time }) => [{
    type: "away",
    time,
    nick: senderOf(message),
    own: info.isMe(senderOf(message)),
    message: textOrNone(shortText(param(message, 0), MAX_AWAY_CHARACTERS)),
  }],
  ACCOUNT: (message, { time }) => {
    const account = shortText(param(message, 0), MAX_ACCOUNT_CHARACTERS);
    return [{
      type: "person",
      time,
      nick: senderOf(message),
      account: account === "*" ? null : account,
    }];
  },
  CHGHOST: (message, { time }) => [{
    type: "person",
    time,
    nick: senderOf(message),
    user: param(message, 0),
    host: shortText(param(message, 1), MAX_ACCOUNT_CHARACTERS),
  }],
  SETNAME: (message, { time }) => [{
    type: "person",
    time,
    nick: senderOf(message),
    realname: shortText(param(message, 0), MAX_REALNAME_CHARACTERS),
  }],
};

function splitChannels(message: ReceivedMessage): string[] {
  return param(message, 0).split(",").filter((channel) => channel !== "");
}

function translateJoin(
  message: ReceivedMessage,
  { info, time, extendedJoin }: TranslationContext,
): ClientEvent[] {
  const source = parseSource(message.source ?? "");
  const account = extendedJoin ? message.params[1] : undefined;
  return splitChannels(message).map((channel) => ({
    type: "join",
    time,
    nick: source.name,
    channel,
    own: info.isMe(source.name),
    user: source.user,
    host: source.host,
    account: account === "*" ? undefined : account,
    realname: extendedJoin ? shortText(param(message, 2), MAX_REALNAME_CHARACTERS) : undefined,
  }));
}

/** Whom a message is from, and the conversation that it belongs to. */
interface Addressee {
  readonly from: string;
  readonly conversation: string;
  readonly room: boolean;
  readonly own: boolean;
}

function addresseeOf(
  message: ReceivedMessage,
  { info, playback }: TranslationContext,
): Addressee {
  const from = senderOf(message);
  const target = param(message, 0);
  const channel = info.channelOf(target);
  // In the history of a conversation we may have had another nickname.
  const other = channel === undefined ? playback || undefined : undefined;
  const own = info.isMe(from) ||
    other !== undefined && !info.same(from, other) && info.same(target, other);
  const conversation = channel ?? other ?? (own ? target : from);
  return { from, conversation, room: channel !== undefined, own };
}

/** Tags without a text: reactions (IRCv3, "React client tag") and who is typing ("Typing"). */
function translateTags(message: ReceivedMessage, context: TranslationContext): ClientEvent[] {
  const { tags } = message;
  const { from, conversation, room, own } = addresseeOf(message, context);
  const { time, playback } = context;
  const msgid = replyOf(tags);
  const reaction = tags.get("+draft/react") ?? tags.get("+draft/unreact");
  if (msgid !== undefined && reaction !== undefined && reaction !== "") {
    return [{
      type: "reaction",
      time,
      conversation,
      room,
      from,
      own,
      msgid,
      emoji: [...reaction].slice(0, MAX_REACTION_CHARACTERS).join(""),
      on: tags.has("+draft/react"),
      history: playback !== undefined,
    }];
  }
  const state = TYPING_STATES.find((one) => one === tags.get("+typing"));
  if (state === undefined || own || playback !== undefined) return [];
  return [{ type: "typing", time, conversation, room, nick: from, state }];
}

function replyField(tags: ReadonlyMap<string, string>): { readonly replyTo?: string } {
  const replyTo = tags.size === 0 ? undefined : replyOf(tags);
  return replyTo === undefined ? {} : { replyTo };
}

function replyOf(tags: ReadonlyMap<string, string>): string | undefined {
  return textOrNone(tags.get("+draft/reply") ?? tags.get("+reply"));
}

function translateMessage(message: ReceivedMessage, context: TranslationContext): ClientEvent[] {
  const { info, time, playback } = context;
  const { source, tags } = message;
  const target = param(message, 0);
  const { from, conversation, room, own } = addresseeOf(message, context);
  const isFromServer = source === undefined ||
    !source.includes("!") && (from.includes(".") || info.nick === "");
  if (isFromServer && !room) {
    // A server that does not know our nickname yet writes to "*", about the connection.
    const code = target === "*" ? "GREETING" : "NOTICE";
    return [{ type: "server", time, code, text: param(message, 1), requested: false }];
  }
  // What the operator of a chat serve says to everybody, which no user can be the source of.
  if (info.server !== "" && source === `Global!Global@${info.server}`) {
    const text = t("Announcement of the server: {text}", { text: param(message, 1) });
    return [{ type: "server", time, code: "ANNOUNCEMENT", text, requested: false }];
  }
  const content = contentOf(message, own);
  if (content === undefined) return [];
  return [{
    type: "message",
    time,
    kind: content.kind,
    text: own ? maskSecrets(content.text, conversation) : content.text,
    from,
    target,
    conversation,
    room,
    own,
    msgid: tags.get("msgid"),
    history: playback !== undefined,
    ...replyField(tags),
  }];
}

/** The kind and text to show; undefined for a CTCP request, and for an answer that is our own. */
function contentOf(
  message: ReceivedMessage,
  own: boolean,
): { readonly kind: MessageKind; readonly text: string } | undefined {
  const { command, ctcp } = message;
  const kind = command === "NOTICE" ? "notice" : "message";
  if (ctcp === undefined) return { kind, text: param(message, 1) };
  if (ctcp.command === "ACTION") return { kind: "action", text: ctcp.text };
  if (own || kind === "message") return undefined;
  return { kind, text: `${ctcp.command} ${ctcp.text}` };
}

/** The event of our own message, for a server without echo-message. */
export function ownMessage(
  entry: OutboxEntry,
  { info, kind, time }: {
    readonly info: ServerInfo;
    readonly kind: MessageKind;
    readonly time: number;
  },
): ChatMessageEvent {
  const channel = info.channelOf(entry.target);
  return {
    type: "message",
    time,
    kind,
    from: info.nick,
    target: entry.target,
    conversation: channel ?? entry.target,
    room: channel !== undefined,
    own: true,
    text: entry.text,
    msgid: undefined,
    history: false,
    id: entry.id,
  };
}
