import { truncateUtf8 } from "../../../protocol/lines.ts";
import { isValidNickname } from "../../../protocol/names.ts";
import { isServiceName } from "../../accounts/services.ts";
import { andThen } from "../../maybe_promise.ts";
import { sameSecret } from "../../permissions/secrets.ts";
import type { Server } from "../../server.ts";
import type { Session } from "../../session/session.ts";
import { CAP } from "./cap.ts";
import type { Command, Context, Handled } from "../context.ts";
import { completeRegistration } from "../../registration/complete.ts";
import { claimOf, displace, loginMayHelp, refuseNickname } from "../../registration/nicknames.ts";

export const REGISTRATION_COMMANDS: Readonly<Record<string, Command>> = {
  CAP,
  PASS: { runAnytime: pass, min: 1, usage: "PASS <password>" },
  NICK: { runAnytime: nick, usage: "NICK <nickname>" },
  USER: { runAnytime: user, min: 4, usage: "USER <username> 0 * <realname>" },
  PING: { runAnytime: ping, min: 1, usage: "PING <token>" },
  PONG: { runAnytime: () => {}, usage: "PONG <token>" },
  QUIT: { runAnytime: quit, usage: "QUIT [<reason>]" },
  ERROR: { runAnytime: () => {}, usage: "ERROR <reason>" },
};

function pass({ server, session }: Context, [password = ""]: readonly string[]): void {
  if (session.registration === undefined) {
    session.numeric("ERR_ALREADYREGISTERED");
    return;
  }
  const { password: wanted } = server.options;
  session.registration.passwordGiven = wanted === undefined || sameSecret(password, wanted);
}

function nick({ server, session }: Context, [wanted = ""]: readonly string[]): Handled {
  if (wanted === "") {
    session.numeric("ERR_NONICKNAMEGIVEN");
    return;
  }
  const { nickLength } = server.options.limits;
  if (!isValidNickname(wanted, nickLength) || isServiceName(wanted)) {
    session.numeric("ERR_ERRONEUSNICKNAME", [wanted]);
    return;
  }
  const { user, registration } = session;
  if (user !== undefined) return changeNick(server, session, wanted);
  if (registration === undefined) return;
  registration.wanted = wanted;
  const claim = claimOf(server, wanted, session.account);
  const mayWait = registration.negotiating && loginMayHelp(server, wanted, claim);
  if ((claim.kind === "taken" || claim.kind === "kept") && !mayWait) {
    refuseNickname(session, wanted, claim);
    return;
  }
  registration.nickname = wanted;
  return completeRegistration(server, session);
}

function changeNick(server: Server, session: Session, nickname: string): Handled {
  const { user } = session;
  if (user === undefined || user.nickname === nickname) return;
  const claim = claimOf(server, nickname, user.account);
  const free = claim.kind === "free" || ("holder" in claim && claim.holder === user);
  if (!free && claim.kind !== "displace") {
    refuseNickname(session, nickname, claim);
    return;
  }
  const change = () => {
    const event = { type: "nick", user: user.id, nickname } as const;
    return andThen(server.journal.append(event, session.id), ({ ok }) => {
      if (!ok) session.numeric("ERR_NICKNAMEINUSE", [nickname]);
    });
  };
  return free || claim.kind !== "displace"
    ? change()
    : andThen(displace(server, claim.holder), change);
}

function user({ server, session }: Context, params: readonly string[]): Handled {
  const { registration } = session;
  if (registration === undefined) {
    session.numeric("ERR_ALREADYREGISTERED");
    return;
  }
  const [username = "", , , realname = ""] = params;
  const { userLength, realnameLength } = server.options.limits;
  if (username === "" || realname === "") {
    session.numeric("ERR_NEEDMOREPARAMS", ["USER"]);
    return;
  }
  const clean = username.replace(/[^\p{L}\p{N}._-]/gu, "");
  registration.username = truncateUtf8(`~${clean === "" ? "user" : clean}`, userLength);
  registration.realname = truncateUtf8(realname, realnameLength);
  return completeRegistration(server, session);
}

function ping({ server, session }: Context, [token = ""]: readonly string[]): void {
  if (token === "") {
    session.numeric("ERR_NOORIGIN");
    return;
  }
  session.reply(`PONG ${server.options.name} :${token}`);
}

function quit({ server, session }: Context, [reason]: readonly string[]): void {
  const { kickLength } = server.options.limits;
  session.end(reason === undefined ? "Quit" : `Quit: ${truncateUtf8(reason, kickLength)}`);
}
