import { sendIsupport } from "../../replies/greeting.ts";
import type { EarlyCommand } from "../context.ts";

/** IRCv3, "draft/extended-isupport". */
export const ISUPPORT: EarlyCommand = {
  run: ({ server, session }) => sendIsupport(server, session),
  beforeRegistration: "draft/extended-isupport",
  usage: "ISUPPORT",
  description: "Shows what the server supports.",
};
