import { isValidNickname } from "../../../protocol/names.ts";
import { reservedNameLike, reservedText } from "../../accounts/reserved_names.ts";
import { isServiceName } from "../../accounts/services.ts";
import { andThen, type MaybePromise } from "../../maybe_promise.ts";
import type { User } from "../../network/state.ts";
import { completeRegistration } from "../../registration/complete.ts";
import { moveTo } from "../../registration/attach.ts";
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
  if (!isValidNickname(nickname, nickLength)) {
    return session.numeric("ERR_ERRONEUSNICKNAME", [nickname]);
  }
  const reserved = reservedFor(context, nickname);
  if (reserved !== undefined) {
    return session.numeric("ERR_ERRONEUSNICKNAME", [nickname], reservedText(reserved));
  }
  const { user, registration } = session;
  if (user !== undefined) return change(context, user, nickname);
  if (registration === undefined) return;
  registration.wanted = nickname;
  const claim = claimOf(server, nickname, session);
  const mayWait = registration.negotiating && loginMayHelp(server, nickname, claim);
  const isRefused = claim.kind !== "free" && claim.kind !== "attach" && claim.kind !== "displace";
  if (isRefused && !mayWait) {
    return refuseNickname(session, nickname, claim);
  }
  registration.nickname = nickname;
  return completeRegistration(server, session);
}

/**
 * The reserved name that a nickname looks like. An account of that name, made before the name was
 * reserved, keeps it, and operators of the server may speak under one.
 */
function reservedFor({ server, session }: Context, nickname: string): string | undefined {
  const reserved = reservedNameLike(server.options, nickname);
  if (reserved === undefined || isServiceName(reserved)) return reserved;
  const isOperator = session.user?.operator !== undefined;
  return isOperator || server.accounts.owner(nickname) !== undefined ? undefined : reserved;
}

/** Changes the nickname of a user to one that is valid, or answers why they may not have it. */
export function change(context: Context, user: User, nickname: string): MaybePromise {
  const { server, session } = context;
  if (user.nickname === nickname) return;
  const claim = claimOf(server, nickname, { account: user.account, user });
  const apply = () =>
    append(context, { type: "nick", user: user.id, nickname }, ({ ok }) => {
      if (!ok) session.numeric("ERR_NICKNAMEINUSE", [nickname]);
    });
  const isOwn = "holder" in claim && claim.holder === user;
  if (claim.kind === "free" || isOwn) return apply();
  if (claim.kind === "attach" && user.account !== undefined) {
    const onGone = () => change(context, user, nickname);
    return moveTo(server, session, { user: claim.holder, onGone });
  }
  if (claim.kind === "displace") return andThen(displace(server, claim.holder), apply);
  refuseNickname(session, nickname, claim);
}
