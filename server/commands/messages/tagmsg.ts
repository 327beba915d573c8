import type { UserCommand } from "../context.ts";
import { send } from "./send.ts";

/** IRCv3, "Message Tags", "The TAGMSG command". */
export const TAGMSG: UserCommand = {
  run: (context, params) => send(context, "TAGMSG", params),
  usage: "TAGMSG <room or nickname>{,…}",
  description: "Sends tags without a text.",
};
