import { casefold, isValidChannelName } from "../../../protocol/names.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { Channel } from "../../network/state.ts";
import { actsForFounder } from "../../permissions/channels.ts";
import { imitatesRoom, IMITATION } from "../../permissions/imitated_rooms.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { findOwnChannel } from "../lookup.ts";
import { cutReason } from "../reasons.ts";

/**
 * Names that a channel may have had within the time in which they lead to it, so that nobody takes
 * many names with one channel.
 */
const MAX_FORMER_NAMES = 3;

/** IRCv3, "draft/channel-rename". */
export const RENAME: UserCommand = {
  run: rename,
  minParams: 2,
  usage: "RENAME <room> <name> [<reason>]",
  description: "Gives a room another name.",
};

function rename(context: UserContext, params: readonly string[]): MaybePromise {
  const { server, session, user } = context;
  const [from = "", to = "", reason = ""] = params;
  const fail = (code: string, text: string) =>
    session.standard("FAIL", { command: "RENAME", code, context: [from, to], text });
  const channel = findOwnChannel(context, from, user.operator === undefined ? "o" : undefined);
  if (channel === undefined) return;
  if (!actsForFounder(channel, user)) {
    const text = "Only the founder of a room can rename it";
    return session.numeric("ERR_CHANOPRIVSNEEDED", [channel.name], text);
  }
  if (!isValidChannelName(to, server.options.limits.channelLength)) {
    return fail("CANNOT_RENAME", `"${to}" cannot be the name of a room`);
  }
  const other = server.network.channel(to) ?? server.network.formerlyNamed(to, server.now());
  if (other !== undefined && (other !== channel || to === channel.name)) {
    return fail("CHANNEL_NAME_IN_USE", `There is a room "${to}" already`);
  }
  if (imitatesRoom(server.network, to, user)) return fail("CANNOT_RENAME", IMITATION);
  const kept = casefold(to) === channel.key ? undefined : whyKept(context, channel, to);
  if (kept !== undefined) return fail("CANNOT_RENAME", kept);
  const event = {
    type: "rename",
    user: user.id,
    channel: channel.key,
    name: to,
    reason: cutReason(server, reason),
  } as const;
  return append(context, event, ({ ok }) => {
    if (!ok) fail("CHANNEL_NAME_IN_USE", `There is a room "${to}" already`);
  });
}

/**
 * Why a channel has to keep its name; undefined if it need not. Messages of earlier channels stay
 * under their name, since whoever comes may read them: a rename neither takes them along nor puts
 * others in their place.
 */
function whyKept(
  { server: { history, now }, user }: UserContext,
  channel: Channel,
  name: string,
): string | undefined {
  const isOwnFormer = channel.formerNames.has(casefold(name));
  if (!isOwnFormer && reservedNames(channel, now()) >= MAX_FORMER_NAMES) {
    return "This room was renamed too often within a day";
  }
  if (history.hasMessages(name, { except: channel })) {
    return `"${name}" has messages of an earlier room; choose another name`;
  }
  if (
    user.operator === undefined && history.hasMessages(channel.name, { time: channel.createdAt })
  ) {
    return `"${channel.name}" has messages of an earlier room, which keep their name`;
  }
}

/** How many former names of a channel lead to it. */
function reservedNames({ formerNames }: Channel, now: number): number {
  return [...formerNames.values()].filter((until) => now < until).length;
}
