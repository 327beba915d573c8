import type { UserCommand, UserContext } from "../context.ts";
import { forThisServer } from "./this_server.ts";

/** Modern IRC, "TIME message". */
export const TIME: UserCommand = {
  run: forThisServer(time),
  usage: "TIME [<server>]",
  description: "Shows the server's time.",
};

function time({ server, session }: UserContext): void {
  const now = server.now();
  const seconds = String(Math.floor(now / 1000));
  session.numeric("RPL_TIME", [server.options.name, seconds], new Date(now).toUTCString());
}
