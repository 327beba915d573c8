import { isAction, isCtcp } from "../../../protocol/ctcp.ts";
import { NO_TAGS, type Tags } from "../../../protocol/message.ts";
import { isChannelName } from "../../../protocol/names.ts";
import { eachInTurn, type MaybePromise } from "../../maybe_promise.ts";
import type { EventOf, MessageKind, MessageTarget, MultilineLine } from "../../network/events.ts";
import { statusOfSymbol } from "../../network/state.ts";
import { isSilenced, maySpeak } from "../../permissions/channels.ts";
import { append } from "../../session_context.ts";
import { messageToService } from "../accounts/services.ts";
import type { UserContext } from "../context.ts";
import { accountToKeepFor, keepForAccount } from "./keep_for_account.ts";

interface Outgoing {
  readonly kind: MessageKind;
  readonly text: string;
  readonly tags: Tags;
  /** As in the event `message`. */
  readonly lines?: readonly MultilineLine[];
}

/** Runs PRIVMSG, NOTICE or TAGMSG. A NOTICE is never answered with an error. */
export function send(
  context: UserContext,
  kind: MessageKind,
  params: readonly string[],
): MaybePromise {
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
  const tags = clientTags(context, message.tags);
  const outgoing = { kind, text, tags };
  if (kind === "TAGMSG" && tags.size === 0) return;
  if (!targets.includes(",")) return sendTo(context, targets, outgoing);
  const all = targets.split(",");
  const max = server.options.limits.targets;
  if (max !== 0 && all.length > max && kind !== "NOTICE") {
    session.numeric("ERR_TOOMANYTARGETS", [all[max] ?? ""]);
  }
  return eachInTurn(max === 0 ? all : all.slice(0, max), (target) => {
    return sendTo(context, target, outgoing);
  });
}

/** A multi-line message to one target. */
export interface OutgoingLines {
  readonly kind: "PRIVMSG" | "NOTICE";
  readonly target: string;
  readonly lines: readonly MultilineLine[];
  /** The tags of the line that opened its batch. */
  readonly tags: Tags;
}

/** Sends a multi-line message. IRCv3, "Multiline messages". */
export function sendLines(context: UserContext, message: OutgoingLines): MaybePromise {
  const { kind, target, lines, tags } = message;
  return sendTo(context, target, { kind, text: "", tags: clientTags(context, tags), lines });
}

/** The client-only tags, which travel with a message if its sender supports tags. */
function clientTags({ session }: UserContext, tags: Tags): Tags {
  if (tags.size === 0 || !session.capabilities.has("message-tags")) return NO_TAGS;
  return new Map([...tags].filter(([name]) => name.startsWith("+")));
}

function sendTo(context: UserContext, target: string, outgoing: Outgoing): MaybePromise {
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
  { name, status }: { readonly name: string; readonly status: number },
): MaybePromise {
  const { server, session, user } = context;
  const channel = server.network.channel(name);
  if (channel === undefined) {
    if (outgoing.kind !== "NOTICE") session.numeric("ERR_NOSUCHCHANNEL", [name]);
    return;
  }
  const blocked = channel.flags.has("C") && textsOf(outgoing).some(isCtcpRequest);
  if (blocked || !maySpeak(channel, user)) {
    if (outgoing.kind !== "NOTICE") session.numeric("ERR_CANNOTSENDTOCHAN", [channel.name]);
    return;
  }
  return appendMessage(
    context,
    eventOf(context, outgoing, { channel: channel.key, status }),
    () => {
      return sendToChannel(context, outgoing, { name, status });
    },
  );
}

function sendToUser(context: UserContext, nickname: string, outgoing: Outgoing): MaybePromise {
  const { server, session, user } = context;
  const to = server.network.userByNickname(nickname);
  if (to === undefined) return sendToAbsent(context, nickname, outgoing);
  if (isSilenced(user, to)) {
    // A refusal, since a client waits for the echo of a message that is only dropped.
    if (outgoing.kind === "PRIVMSG") session.numeric("ERR_CANNOTSENDTOUSER", [to.nickname]);
    return;
  }
  if (to.away !== undefined && outgoing.kind === "PRIVMSG") {
    session.numeric("RPL_AWAY", [to.nickname], to.away);
  }
  return appendMessage(context, eventOf(context, outgoing, { user: to.id }), () => {
    return sendToUser(context, nickname, outgoing);
  });
}

/**
 * Appends a message; `again` runs if its target has gone before its turn came, or its sender has left
 * it, and answers that as if the message came only now.
 */
function appendMessage(
  context: UserContext,
  event: EventOf<"message">,
  again: () => MaybePromise,
): MaybePromise {
  const { session, user } = context;
  return append(context, event, (outcome) => {
    const isLate = !outcome.ok && outcome.refusal === "gone";
    if (isLate && session.user === user && user.sessions.length > 0) return again();
  });
}

/** Sends to a name that no user has: a service, an account, or nobody. */
function sendToAbsent(context: UserContext, name: string, outgoing: Outgoing): MaybePromise {
  const { kind } = outgoing;
  const texts = textsOf(outgoing);
  const service = kind === "PRIVMSG"
    ? messageToService(context, { target: name, text: texts[0] ?? "" })
    : undefined;
  if (service !== undefined) return service.running;
  const keepable = kind !== "TAGMSG" && !texts.some(isCtcpRequest);
  const account = keepable ? accountToKeepFor(context, name) : undefined;
  if (account === undefined) {
    if (kind !== "NOTICE") context.session.numeric("ERR_NOSUCHNICK", [name]);
    return;
  }
  return keepForAccount(context, account, eventOf(context, outgoing, { account }));
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

function isCtcpRequest(text: string): boolean {
  return isCtcp(text) && !isAction(text);
}
