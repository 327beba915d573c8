import { isValidChannelName } from "../../../protocol/names.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { findOwnChannel } from "../lookup.ts";
import { cutReason } from "../reasons.ts";

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
  const channel = findOwnChannel(context, from, "o");
  if (channel === undefined) return;
  if (!isValidChannelName(to, server.options.limits.channelLength)) {
    return fail("CANNOT_RENAME", `"${to}" cannot be the name of a room`);
  }
  const other = server.network.channel(to);
  if (other !== undefined && (other !== channel || to === channel.name)) {
    return fail("CHANNEL_NAME_IN_USE", `There is a room "${other.name}" already`);
  }
  if (other === undefined && server.history.hasMessages(to)) {
    return fail("CANNOT_RENAME", `"${to}" has messages of an earlier room; choose another name`);
  }
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
