import { truncateUtf8 } from "../../../protocol/lines.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { completeRegistration } from "../../registration/complete.ts";
import type { Context, EarlyCommand } from "../context.ts";

/** Modern IRC, "USER message". */
export const USER: EarlyCommand = {
  run: user,
  beforeRegistration: true,
  minParams: 4,
  usage: "USER <username> 0 * <realname>",
  description: "Sets your username and real name; comes once, at the beginning.",
};

function user({ server, session }: Context, params: readonly string[]): MaybePromise {
  const { registration } = session;
  if (registration === undefined) return session.numeric("ERR_ALREADYREGISTERED");
  const [username = "", , , realname = ""] = params;
  if (username === "" || realname === "") return session.numeric("ERR_NEEDMOREPARAMS", ["USER"]);
  const { userLength, realnameLength } = server.options.limits;
  const clean = username.replace(/[^\p{L}\p{N}._-]/gu, "");
  registration.username = truncateUtf8(`~${clean === "" ? "user" : clean}`, userLength);
  registration.realname = truncateUtf8(realname, realnameLength);
  return completeRegistration(server, session);
}
