import { sendIsupport } from "../../replies/greeting.ts";
import { VERSION as PROGRAM_VERSION } from "../../version.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { forThisServer } from "./this_server.ts";

/** Modern IRC, "VERSION message". */
export const VERSION: UserCommand = {
  run: forThisServer(version),
  usage: "VERSION [<server>]",
  description: "Shows the server's version and what it supports.",
};

function version({ server, session }: UserContext): void {
  const { name, network } = server.options;
  session.numeric("RPL_VERSION", [PROGRAM_VERSION, name], `${network}, a chat network`);
  sendIsupport(server, session);
}
