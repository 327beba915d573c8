import type { UserCommand } from "../context.ts";
import { send } from "./send.ts";

/** Modern IRC, "NOTICE message". */
export const NOTICE: UserCommand = {
  run: (context, params) => send(context, "NOTICE", params),
  usage: "NOTICE <room or nickname>{,…} <text>",
  description: "Sends a message that no program answers.",
};
