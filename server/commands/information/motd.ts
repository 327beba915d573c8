import { sendMotd } from "../../replies/motd.ts";
import type { UserCommand } from "../context.ts";
import { forThisServer } from "./this_server.ts";

/** Modern IRC, "MOTD message". */
export const MOTD: UserCommand = {
  run: forThisServer(({ server, session }) => sendMotd(server, session)),
  usage: "MOTD [<server>]",
  description: "Shows the message of the day.",
};
