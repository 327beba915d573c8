import type { MaybePromise } from "../../maybe_promise.ts";
import { maySee } from "../../permissions/channels.ts";
import { names as namesOf } from "../../replies/names.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Modern IRC, "NAMES message". */
export const NAMES: UserCommand = {
  run: names,
  usage: "NAMES <room>",
  description: "Lists who is in a room.",
};

function names(
  { server, session, user }: UserContext,
  [list = ""]: readonly string[],
): MaybePromise {
  if (list === "") return session.numeric("RPL_ENDOFNAMES", ["*"]);
  const [name = ""] = list.split(",", 1);
  const channel = server.network.channel(name);
  if (channel === undefined || !maySee(channel, user)) {
    return session.numeric("RPL_ENDOFNAMES", [name]);
  }
  return session.takeTurns(namesOf(server, session, channel));
}
