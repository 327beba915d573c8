import { utf8Length } from "../../../protocol/lines.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** IRCv3, "setname". */
export const SETNAME: UserCommand = {
  run: setname,
  minParams: 1,
  usage: "SETNAME <realname>",
  description: "Changes your real name.",
};

function setname(context: UserContext, [realname = ""]: readonly string[]): MaybePromise {
  const { server, session, user } = context;
  const maxBytes = server.options.limits.realnameLength;
  if (realname.trim() === "" || utf8Length(realname) > maxBytes) {
    return session.standard("FAIL", {
      command: "SETNAME",
      code: "INVALID_REALNAME",
      text: `A real name has between 1 and ${maxBytes} bytes`,
    });
  }
  return append(context, { type: "setname", user: user.id, realname });
}
