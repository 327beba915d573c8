import { isAction, isCtcp } from "../../../protocol/ctcp.ts";
import { isChannelName } from "../../../protocol/names.ts";
import { NO_TAGS, type Tags } from "../../../protocol/message.ts";
import { eachInTurn, settled } from "../../maybe_promise.ts";
import type { EventOf, MessageKind, MessageTarget, MultilineLine } from "../../network/events.ts";
import { statusOfSymbol } from "../../network/state.ts";
import { maySpeak } from "../../permissions/channels.ts";
import { messageToService } from "../accounts/services.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";
import { accountToKeepFor, keepForAccount } from "./keep_for_account.ts";

export const MESSAGE_COMMANDS: Readonly<Record<string, UserCommand>> = {
  PRIVMSG: { run: (context, params) => send(context, "PRIVMSG", params), usage: usage("PRIVMSG") },
  NOTICE: { run: (context, params) => send(context, "NOTICE", params), usage: usage("NOTICE") },
  TAGMSG: {
    run: (context, params) => send(context, "TAGMSG", params),
    usage: "TAGMSG <room or nickname>{,…}",
  },
};

function usage(command: string): string {
  return `${command} <room or nickname>{,…} <text>`;
}

interface Outgoing {
  readonly kind: MessageKind;
  readonly text: string;
  readonly tags: Tags;
  /** See the event `message`. */
  readonly lines?: readonly MultilineLine[];
}

function send(context: UserContext, kind: MessageKind, params: readonly string[]): Handled {
  const { server, session, message } = context;
  const [targets = "", text = ""] = params;
  if (targets === "") {
    if (kind === "PRIVMSG") session.numeric("ERR_NORECIPIENT", [], `No recipient given (${kind})`);
    return;
  }
  if (kind !== "TAGMSG" && text === "") {
    if (kind === "PRIVMSG") session.numeric("ERR_NOTEXTTOSEND");
    return;
  }
  session.spokeAt = server.now();
  const tags = clientTags(context, message.tags);
  const outgoing = { kind, text, tags };
  if (kind === "TAGMSG" && tags.size === 0) return;
  if (!targets.includes(",")) return sendTo(context, targets, outgoing);
  const all = targets.split(",");
  const most = server.options.limits.targets;
  if (most !== 0 && all.length > most && kind !== "NOTICE") {
    session.numeric("ERR_TOOMANYTARGETS", [all[most] ?? ""]);
  }
  return eachInTurn(most === 0 ? all : all.slice(0, most), (target) => {
    return sendTo(context, target, outgoing);
  });
}

/** A message of many lines, to one target. */
export interface OutgoingLines {
  readonly kind: "PRIVMSG" | "NOTICE";
  readonly target: string;
  readonly lines: readonly MultilineLine[];
  /** The tags of the line that began it. */
  readonly tags: Tags;
}

/** Sends a message of many lines. IRCv3, "Multiline messages". */
export function sendLines(context: UserContext, message: OutgoingLines): Handled {
  const { server, session } = context;
  const { kind, target, lines, tags } = message;
  session.spokeAt = server.now();
  return sendTo(context, target, { kind, text: "", tags: clientTags(context, tags), lines });
}

/** The tags that travel with a message: client-only ones, and only from those who know tags. */
function clientTags({ session }: UserContext, tags: Tags): Tags {
  if (tags.size === 0 || !session.capabilities.has("message-tags")) return NO_TAGS;
  return new Map([...tags].filter(([name]) => name.startsWith("+")));
}

function sendTo(context: UserContext, target: string, outgoing: Outgoing): Handled {
  const status = statusOfSymbol(target.charAt(0));
  if (status !== undefined && isChannelName(target.slice(1))) {
    return sendToChannel(context, outgoing, { name: target.slice(1), status });
  }
  if (isChannelName(target)) return sendToChannel(context, outgoing, { name: target, status: 0 });
  return sendToUser(context, target, outgoing);
}

function sendToChannel(
  context: UserContext,
  outgoing: Outgoing,
  { name, status }: { name: string; status: number },
): Handled {
  const { server, session, user } = context;
  const channel = server.network.channel(name);
  if (channel === undefined) {
    if (outgoing.kind !== "NOTICE") session.numeric("ERR_NOSUCHCHANNEL", [name]);
    return;
  }
  const blocked = channel.flags.has("C") && textsOf(outgoing).some(isBlockedCtcp);
  if (blocked || !maySpeak(channel, user)) {
    if (outgoing.kind !== "NOTICE") session.numeric("ERR_CANNOTSENDTOCHAN", [channel.name]);
    return;
  }
  return append(context, outgoing, { channel: channel.key, status });
}

function sendToUser(context: UserContext, nickname: string, outgoing: Outgoing): Handled {
  const { server, session } = context;
  const to = server.network.userByNickname(nickname);
  if (to === undefined) return sendToAbsent(context, nickname, outgoing);
  if (to.away !== undefined && outgoing.kind === "PRIVMSG") {
    session.numeric("RPL_AWAY", [to.nickname], to.away);
  }
  return append(context, outgoing, { user: to.id });
}

/** A name that nobody has now: a service's, an account's, or nobody's at all. */
function sendToAbsent(context: UserContext, name: string, outgoing: Outgoing): Handled {
  const { kind } = outgoing;
  const texts = textsOf(outgoing);
  const service = kind === "PRIVMSG"
    ? messageToService(context, { target: name, text: texts[0] ?? "" })
    : undefined;
  if (service !== undefined) return service.handled;
  const keepable = kind !== "TAGMSG" && !texts.some(isBlockedCtcp);
  const account = keepable ? accountToKeepFor(context, name) : undefined;
  if (account === undefined) {
    if (kind !== "NOTICE") context.session.numeric("ERR_NOSUCHNICK", [name]);
    return;
  }
  const event = eventOf(context, outgoing, { account });
  return keepForAccount(context, account, event);
}

function append(context: UserContext, outgoing: Outgoing, target: MessageTarget): Handled {
  const { server, session } = context;
  return settled(server.journal.append(eventOf(context, outgoing, target), session.id));
}

function eventOf(
  { session, user }: UserContext,
  outgoing: Outgoing,
  target: MessageTarget,
): EventOf<"message"> {
  return { type: "message", from: user.id, target, ...outgoing, label: session.pledge() };
}

function textsOf({ text, lines }: Outgoing): readonly string[] {
  return lines === undefined ? [text] : lines.map((line) => line.text);
}

function isBlockedCtcp(text: string): boolean {
  return isCtcp(text) && !isAction(text);
}
