import { eachInTurn, type MaybePromise } from "../../maybe_promise.ts";
import type { Channel } from "../../network/state.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { findOwnChannel } from "../lookup.ts";
import { optionalReason } from "../reasons.ts";
import { splitChannels } from "./split_channels.ts";

/** Modern IRC, "PART message". */
export const PART: UserCommand = {
  run: part,
  minParams: 1,
  usage: "PART <room>{,<room>} [<reason>]",
  description: "Leaves rooms.",
};

function part(context: UserContext, [names = "", reason]: readonly string[]): MaybePromise {
  return eachInTurn(splitChannels(context.session, names), (name) => {
    const channel = findOwnChannel(context, name);
    if (channel !== undefined) return partChannel(context, channel, reason);
  });
}

/** Makes the user leave a channel. */
export function partChannel(
  context: UserContext,
  channel: Channel,
  reason?: string,
): MaybePromise {
  return append(context, {
    type: "part",
    user: context.user.id,
    channel: channel.key,
    reason: optionalReason(context.server, reason),
  });
}
