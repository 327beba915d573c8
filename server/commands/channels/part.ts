import type { Steps } from "../../io/turns.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
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
  const { session } = context;
  const channels = splitChannels(session, names)
    .values()
    .map((name) => findOwnChannel(context, name))
    .filter((channel) => channel !== undefined);
  return session.takeTurns(partAll(context, channels, reason));
}

/** Makes the user leave channels, which may be found one by one. */
export function* partAll(
  context: UserContext,
  channels: Iterable<Channel>,
  reason?: string,
): Steps {
  for (const channel of channels) {
    yield append(context, {
      type: "part",
      user: context.user.id,
      channel: channel.key,
      reason: optionalReason(context.server, reason),
    });
    yield context.session.drained();
  }
}
