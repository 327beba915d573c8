import { type MaybePromise, settled } from "../../maybe_promise.ts";
import { sourceOf, type User } from "../../network/state.ts";
import { EventLine } from "../../session/event_line.ts";
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
  return disconnect(context, target, reason);
}

/** Sends a KILL to all sessions of a user, and ends them. */
function disconnect(
  { server, user: by }: UserContext,
  target: User,
  reason: string,
): MaybePromise {
  const quitReason = `Killed (${by.nickname} (${reason}))`;
  const sessions = [...server.sessions.of(target.id)];
  if (sessions.length === 0) {
    const event = { type: "quit", user: target.id, reason: quitReason } as const;
    return settled(server.journal.append(event));
  }
  const time = server.now();
  const line = new EventLine(`:${sourceOf(by)} KILL ${target.nickname} :${reason}`, { time });
  for (const session of sessions) {
    session.push(line);
    session.end(quitReason);
  }
}
