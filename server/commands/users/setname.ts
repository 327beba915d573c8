import { utf8Length } from "../../../protocol/lines.ts";
import { settled } from "../../maybe_promise.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";

/** Takes another real name. IRCv3, "setname". */
export const SETNAME: UserCommand = { run: setname, min: 1, usage: "SETNAME <realname>" };

function setname(context: UserContext, [realname = ""]: readonly string[]): Handled {
  const { server, session, user } = context;
  const most = server.options.limits.realnameLength;
  if (realname.trim() === "" || utf8Length(realname) > most) {
    session.standard("FAIL", {
      command: "SETNAME",
      code: "INVALID_REALNAME",
      text: `A real name has between 1 and ${most} bytes`,
    });
    return;
  }
  const event = { type: "setname", user: user.id, realname } as const;
  return settled(server.journal.append(event, session.id));
}
