import { truncateUtf8 } from "../../../protocol/lines.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { maySeeTopic } from "../../permissions/channels.ts";
import { sendTopic } from "../../replies/channel.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { findChannel, findOwnChannel } from "../lookup.ts";

/** Modern IRC, "TOPIC message". */
export const TOPIC: UserCommand = {
  run: topic,
  minParams: 1,
  usage: "TOPIC <room> [<topic>]",
  description: "Shows or sets a room's topic.",
};

function topic(context: UserContext, [name = "", text]: readonly string[]): MaybePromise {
  const { server, session, user } = context;
  if (text === undefined) {
    const channel = findChannel(context, name);
    if (channel === undefined) return;
    if (maySeeTopic(channel, user)) return sendTopic(session, channel);
    return session.numeric("ERR_NOTONCHANNEL", [channel.name]);
  }
  const locked = server.network.channel(name)?.flags.has("t");
  const channel = findOwnChannel(context, name, locked ? "h" : undefined);
  if (channel === undefined) return;
  const event = {
    type: "topic",
    user: user.id,
    channel: channel.key,
    text: truncateUtf8(text, server.options.limits.topicLength),
  } as const;
  return append(context, event, ({ ok }) => {
    // They may not do it any more when the event has its turn, which is answered as above.
    if (!ok && session.user === user) return topic(context, [name, text]);
  });
}
