import type { MaybePromise } from "../../maybe_promise.ts";
import type { Channel, User } from "../../network/state.ts";
import { joinRefusal, maySee } from "../../permissions/channels.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { cutReason } from "../reasons.ts";

/** How long a user waits before they knock again, and a room before it is knocked at, in ms. */
const USER_PAUSE_MS = 60_000;
const CHANNEL_PAUSE_MS = 10_000;

/** Asks to be let in. As in other servers, with the numerics 710 to 714. */
export const KNOCK: UserCommand = {
  run: knock,
  minParams: 1,
  usage: "KNOCK <room> [<text>]",
  description: "Asks the operators of a room that you may not enter to invite you.",
};

function knock(context: UserContext, [name = "", ...words]: readonly string[]): MaybePromise {
  const { server, session, user } = context;
  const channel = server.network.channel(name);
  if (channel === undefined || !maySee(channel, user)) {
    return session.numeric("ERR_NOSUCHCHANNEL", [name]);
  }
  if (channel.members.has(user.id)) return session.numeric("ERR_KNOCKONCHAN", [channel.name]);
  const refusal = joinRefusal(channel, user, undefined);
  if (refusal === undefined) return session.numeric("ERR_CHANOPEN", [channel.name]);
  if (refusal === "ERR_BANNEDFROMCHAN") {
    return session.numeric("ERR_CANNOTSENDTOCHAN", [channel.name]);
  }
  const isSoon = (who: User | Channel, pause: number) =>
    server.now() - (server.network.knockedAt(who) ?? -Infinity) < pause;
  if (isSoon(user, USER_PAUSE_MS) || isSoon(channel, CHANNEL_PAUSE_MS)) {
    return session.numeric("ERR_TOOMANYKNOCK", [channel.name]);
  }
  const event = {
    type: "knock",
    user: user.id,
    channel: channel.key,
    text: cutReason(server, words.join(" ")),
  } as const;
  return append(context, event, ({ ok }) => {
    if (ok) session.numeric("RPL_KNOCKDLVR", [channel.name]);
  });
}
