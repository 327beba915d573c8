import { isValidNickname } from "../../../protocol/names.ts";
import { isServiceName } from "../../accounts/services.ts";
import { andThen, type MaybePromise } from "../../maybe_promise.ts";
import type { User } from "../../network/state.ts";
import { completeRegistration } from "../../registration/complete.ts";
import { claimOf, displace, loginMayHelp, refuseNickname } from "../../registration/nicknames.ts";
import { append } from "../../session_context.ts";
import type { Context, EarlyCommand } from "../context.ts";

/** Modern IRC, "NICK message". */
export const NICK: EarlyCommand = {
  run: nick,
  beforeRegistration: true,
  usage: "NICK <nickname>",
  description: "Sets your nickname.",
};

function nick(context: Context, [nickname = ""]: readonly string[]): MaybePromise {
  const { server, session } = context;
  if (nickname === "") return session.numeric("ERR_NONICKNAMEGIVEN");
  const { nickLength } = server.options.limits;
  if (!isValidNickname(nickname, nickLength) || isServiceName(nickname)) {
    return session.numeric("ERR_ERRONEUSNICKNAME", [nickname]);
  }
  const { user, registration } = session;
  if (user !== undefined) return change(context, user, nickname);
  if (registration === undefined) return;
  registration.wanted = nickname;
  const claim = claimOf(server, nickname, session.account);
  const mayWait = registration.negotiating && loginMayHelp(server, nickname, claim);
  if ((claim.kind === "taken" || claim.kind === "kept") && !mayWait) {
    return refuseNickname(session, nickname, claim);
  }
  registration.nickname = nickname;
  return completeRegistration(server, session);
}

function change(context: Context, user: User, nickname: string): MaybePromise {
  const { server, session } = context;
  if (user.nickname === nickname) return;
  const claim = claimOf(server, nickname, user.account);
  const apply = () =>
    append(context, { type: "nick", user: user.id, nickname }, ({ ok }) => {
      if (!ok) session.numeric("ERR_NICKNAMEINUSE", [nickname]);
    });
  const isOwn = "holder" in claim && claim.holder === user;
  if (claim.kind === "free" || isOwn) return apply();
  if (claim.kind === "displace") return andThen(displace(server, claim.holder), apply);
  refuseNickname(session, nickname, claim);
}
