import { VERSION } from "../../version.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { forThisServer } from "./this_server.ts";

/** Modern IRC, "INFO message". */
export const INFO: UserCommand = {
  run: forThisServer(info),
  usage: "INFO [<server>]",
  description: "Describes the server's program.",
};

function info({ server, session }: UserContext): void {
  const lines = [
    `${VERSION}: a chat network in one program`,
    "IRC as Modern IRC and IRCv3 describe it; HELP lists the commands",
    `Online since ${new Date(server.startedAt).toUTCString()}`,
  ];
  for (const line of lines) session.numeric("RPL_INFO", [], line);
  session.numeric("RPL_ENDOFINFO");
}
