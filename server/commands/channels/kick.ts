import { eachInTurn, type MaybePromise } from "../../maybe_promise.ts";
import { actsForFounder, isFounder, mayKick } from "../../permissions/channels.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { MAX_KICKS_PER_COMMAND } from "../command_limits.ts";
import { findOwnChannel, findUser } from "../lookup.ts";
import { cutReason } from "../reasons.ts";

/** Modern IRC, "KICK message". */
export const KICK: UserCommand = {
  run: kick,
  minParams: 2,
  usage: "KICK <room>{,<room>} <nickname>{,<nickname>} [<reason>]",
  description: "Removes people from a room.",
};

function kick(context: UserContext, params: readonly string[]): MaybePromise {
  const [names = "", nicknames = "", reason] = params;
  const channels = names.split(",");
  const kicked = nicknames.split(",").slice(0, MAX_KICKS_PER_COMMAND);
  return eachInTurn(kicked.entries(), ([index, nickname]) => {
    const channel = channels.length === 1 ? names : channels[index];
    if (channel !== undefined) return kickFrom(context, channel, { nickname, reason });
  });
}

/** Kicks one user; not the founder, nor a member of a higher status than the kicker's. */
function kickFrom(
  context: UserContext,
  name: string,
  { nickname, reason }: { readonly nickname: string; readonly reason: string | undefined },
): MaybePromise {
  const { server, session, user } = context;
  const channel = findOwnChannel(context, name, "h");
  if (channel === undefined) return;
  const target = findUser(context, nickname);
  if (target === undefined) return;
  if (!channel.members.has(target.id)) {
    return session.numeric("ERR_USERNOTINCHANNEL", [target.nickname, channel.name]);
  }
  if (!mayKick(channel, user, target)) {
    return session.numeric("ERR_CHANOPRIVSNEEDED", [channel.name]);
  }
  if (isFounder(channel, target) && !actsForFounder(channel, user)) {
    const text = "The founder of a room cannot be removed from it";
    return session.numeric("ERR_CHANOPRIVSNEEDED", [channel.name], text);
  }
  const event = {
    type: "kick",
    by: user.id,
    user: target.id,
    channel: channel.key,
    reason: cutReason(server, reason || user.nickname),
  } as const;
  return append(context, event, ({ ok }) => {
    // One of them has left the room before the event had its turn, which is answered as above.
    if (!ok && session.user === user) return kickFrom(context, name, { nickname, reason });
  });
}
