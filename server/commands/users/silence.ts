import { utf8Length } from "../../../protocol/lines.ts";
import { casefold, normalizeMask } from "../../../protocol/names.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { append } from "../../session_context.ts";
import { MAX_SILENCED } from "../command_limits.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Bytes of a mask; leaves space for the source of a SILENCE line. */
const MAX_MASK_BYTES = 200;

/** Keeps the list of those from whom one takes no direct messages. As in other servers. */
export const SILENCE: UserCommand = {
  run: silence,
  usage: "SILENCE [+<mask> | -<mask>]",
  description: "Refuses direct messages and invitations from people; alone, lists them.",
};

function silence(context: UserContext, [word = ""]: readonly string[]): MaybePromise {
  const { session, user } = context;
  if (word === "") return list(context);
  const adding = !word.startsWith("-");
  const given = word.replace(/^[+-]/, "");
  if (given === "" || utf8Length(given) > MAX_MASK_BYTES || /^:|\s/.test(given)) {
    return session.numeric("ERR_NEEDMOREPARAMS", ["SILENCE"]);
  }
  const mask = given.startsWith("~a:") ? given : normalizeMask(given);
  if (adding && user.silenced.size >= MAX_SILENCED && !user.silenced.has(casefold(mask))) {
    return session.numeric("ERR_SILELISTFULL", [mask]);
  }
  return append(context, { type: "silence", user: user.id, adding, mask });
}

function list({ session, user }: UserContext): void {
  for (const { mask } of user.silenced.values()) {
    session.numeric("RPL_SILELIST", [user.nickname, mask]);
  }
  session.numeric("RPL_ENDOFSILELIST");
}
