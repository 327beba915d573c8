import type { UserCommand } from "../context.ts";
import { send } from "./send.ts";

/** Modern IRC, "PRIVMSG message". */
export const PRIVMSG: UserCommand = {
  run: (context, params) => send(context, "PRIVMSG", params),
  usage: "PRIVMSG <room or nickname>{,…} <text>",
  description: "Sends a message to a room or a person.",
};
