import type { UserCommand, UserContext } from "../context.ts";
import { sendOnlineUsers } from "./online_users.ts";

/** Nicknames that one ISON may name; a line does not hold more. */
const MAX_NICKNAMES = 256;

/** RFC 2812, 4.9. MONITOR reports the same without being asked again. */
export const ISON: UserCommand = {
  run: ison,
  minParams: 1,
  usage: "ISON <nickname> …",
  description: "Lists which of these people are online.",
};

function ison(context: UserContext, params: readonly string[]): void {
  const nicknames = params.flatMap((param) => param.split(" ")).slice(0, MAX_NICKNAMES);
  sendOnlineUsers(context, nicknames, { name: "RPL_ISON", wordFor: ({ nickname }) => nickname });
}
