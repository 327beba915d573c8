import { compileMask } from "../../../protocol/names.ts";
import type { Server } from "../../server.ts";
import type { Session } from "../../session/session.ts";

/** Whether a command's target is this server: by its name, a mask of it, or someone here. */
export function namesThisServer(server: Server, target: string): boolean {
  return compileMask(target)(server.options.name) ||
    server.network.userByNickname(target) !== undefined;
}

/** Whether a command with an optional target is for this server; refuses it with 402 if not. */
export function isForThisServer(
  server: Server,
  session: Session,
  target: string | undefined,
): boolean {
  if (target === undefined || target === "" || namesThisServer(server, target)) return true;
  session.numeric("ERR_NOSUCHSERVER", [target]);
  return false;
}
