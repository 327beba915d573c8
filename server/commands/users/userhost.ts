import type { User } from "../../network/state.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { sendOnlineUsers } from "./online_users.ts";

/** Nicknames that one USERHOST may name; the others are ignored. */
const MAX_NICKNAMES = 5;

/** Modern IRC, "USERHOST message". */
export const USERHOST: UserCommand = {
  run: userhost,
  minParams: 1,
  usage: "USERHOST <nickname> …",
  description: "Shows the hosts of people and whether they are away.",
};

function userhost(context: UserContext, params: readonly string[]): void {
  const nicknames = params.slice(0, MAX_NICKNAMES);
  sendOnlineUsers(context, nicknames, { name: "RPL_USERHOST", wordFor: describe });
}

/** `nick*=-user@host`: `*` for an operator, `+` or `-` for present or away. */
function describe({ nickname, operator, away, username, host }: User): string {
  const star = operator === undefined ? "" : "*";
  const presence = away === undefined ? "+" : "-";
  return `${nickname}${star}=${presence}${username}@${host}`;
}
