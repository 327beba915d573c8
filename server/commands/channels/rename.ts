import { truncateUtf8 } from "../../../protocol/lines.ts";
import { isValidChannelName } from "../../../protocol/names.ts";
import { andThen } from "../../maybe_promise.ts";
import { ownChannel } from "./lookup.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";

/** Gives a room another name. IRCv3, "draft/channel-rename". */
export const RENAME: UserCommand = {
  run: rename,
  min: 2,
  usage: "RENAME <room> <name> [<reason>]",
};

function rename(context: UserContext, params: readonly string[]): Handled {
  const { server, session, user } = context;
  const [from = "", to = "", reason = ""] = params;
  const fail = (code: string, text: string) =>
    session.standard("FAIL", { command: "RENAME", code, context: [from, to], text });
  const channel = ownChannel(context, from, "o");
  if (channel === undefined) return;
  if (!isValidChannelName(to, server.options.limits.channelLength)) {
    fail("CANNOT_RENAME", `"${to}" cannot be the name of a room`);
    return;
  }
  const other = server.network.channel(to);
  if (other !== undefined && (other !== channel || to === channel.name)) {
    fail("CHANNEL_NAME_IN_USE", `There is a room "${other.name}" already`);
    return;
  }
  const event = {
    type: "rename",
    user: user.id,
    channel: channel.key,
    name: to,
    reason: truncateUtf8(reason, server.options.limits.kickLength),
  } as const;
  return andThen(server.journal.append(event, session.id), ({ ok }) => {
    if (!ok) fail("CHANNEL_NAME_IN_USE", `There is a room "${to}" already`);
  });
}
