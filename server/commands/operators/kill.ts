import type { MaybePromise } from "../../maybe_promise.ts";
import { sourceOf } from "../../network/state.ts";
import { removeUser } from "../../operator/remove_user.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { cutReason } from "../reasons.ts";

/** Modern IRC, "KILL message". */
export const KILL: UserCommand = {
  run: kill,
  minParams: 1,
  operator: true,
  usage: "KILL <nickname> [<reason>]",
  description: "Disconnects a person from the server.",
};

function kill(context: UserContext, [nickname = "", given = ""]: readonly string[]): MaybePromise {
  const { server, session, user } = context;
  const target = server.network.userByNickname(nickname);
  if (target === undefined && nickname === server.options.name) {
    return session.numeric("ERR_CANTKILLSERVER");
  }
  if (target === undefined) return session.numeric("ERR_NOSUCHNICK", [nickname]);
  const reason = cutReason(server, given || "No reason given");
  server.log.info("User killed", { nickname: target.nickname, by: user.operator, reason });
  return removeUser(server, target, {
    kill: { source: sourceOf(user), said: reason },
    reason: `Killed (${user.nickname} (${reason}))`,
  });
}
