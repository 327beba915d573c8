import type { IrcMessage } from "../../protocol/message.ts";
import { parseSource } from "../../protocol/message.ts";
import { parseCtcp } from "./ctcp.ts";
import type { ChatMessageEvent, ClientEvent, MessageKind } from "../events.ts";
import type { ServerInfo } from "../session/server_info.ts";
import type { Entry } from "../sending/outbox.ts";
import { param, reasonOf, senderOf } from "./context.ts";
import type { Context } from "./context.ts";

type Translation = (message: IrcMessage, context: Context) => ClientEvent[];

/** What people do, command by command. */
export const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  PRIVMSG: said,
  NOTICE: said,
  JOIN: joined,
  PART: (message, { info, time }) =>
    param(message, 0).split(",").filter((channel) => channel !== "").map((channel) => ({
      type: "part",
      time,
      nick: senderOf(message),
      channel,
      own: info.isMe(senderOf(message)),
      reason: reasonOf(message.params[1]),
    })),
  QUIT: (message, { info, time }) => [{
    type: "quit",
    time,
    nick: senderOf(message),
    own: info.isMe(senderOf(message)),
    reason: reasonOf(message.params[0]),
  }],
  KICK: (message, { info, time }) => [{
    type: "kick",
    time,
    nick: param(message, 1),
    by: senderOf(message),
    channel: param(message, 0),
    own: info.isMe(param(message, 1)),
    reason: reasonOf(message.params[2]),
  }],
  NICK: (message, { info, time }) => [{
    type: "nick",
    time,
    nick: senderOf(message),
    newNick: param(message, 0),
    own: info.isMe(senderOf(message)),
  }],
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
    message: reasonOf(message.params[0]),
  }],
  ACCOUNT: (message, { time }) => {
    const account = param(message, 0);
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
    host: param(message, 1),
  }],
  SETNAME: (message, { time }) => [{
    type: "person",
    time,
    nick: senderOf(message),
    realname: param(message, 0),
  }],
};

function joined(message: IrcMessage, { info, time, extendedJoin }: Context): ClientEvent[] {
  const source = parseSource(message.source ?? "");
  const account = extendedJoin ? message.params[1] : undefined;
  return param(message, 0).split(",").filter((channel) => channel !== "").map((channel) => ({
    type: "join",
    time,
    nick: source.name,
    channel,
    own: info.isMe(source.name),
    user: source.user,
    host: source.host,
    account: account === "*" ? undefined : account,
    realname: extendedJoin ? message.params[2] : undefined,
  }));
}

function said(message: IrcMessage, context: Context): ClientEvent[] {
  const { info, time, playback } = context;
  const from = senderOf(message);
  const target = param(message, 0);
  const channel = info.channelOf(target);
  const fromServer = message.source === undefined ||
    !message.source.includes("!") && (from.includes(".") || info.nick === "");
  if (fromServer && channel === undefined) {
    // What it says before it knows our name is about connecting, not for people.
    const code = target === "*" ? "GREETING" : "NOTICE";
    return [{ type: "server", time, code, text: param(message, 1), asked: false }];
  }
  // In a conversation's history we may have had another name.
  const other = channel === undefined ? playback || undefined : undefined;
  const own = info.isMe(from) ||
    other !== undefined && !info.same(from, other) && info.same(target, other);
  let kind: MessageKind = message.command === "NOTICE" ? "notice" : "message";
  let text = param(message, 1);
  const ctcp = parseCtcp(text);
  if (ctcp !== undefined) {
    if (ctcp.command === "ACTION") {
      kind = "action";
      text = ctcp.text;
    } else if (own || kind === "message") return [];
    else text = `${ctcp.command} ${ctcp.text}`;
  }
  return [{
    type: "message",
    time,
    kind,
    from,
    target,
    conversation: channel ?? other ?? (own ? target : from),
    room: channel !== undefined,
    own,
    text,
    msgid: message.tags.get("msgid"),
    history: playback !== undefined,
  }];
}

/** What a server without echoes would have sent back. */
export function ownMessage(
  entry: Entry,
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
