import { sendLusers } from "../../replies/lusers.ts";
import type { UserCommand } from "../context.ts";

/** Modern IRC, "LUSERS message". */
export const LUSERS: UserCommand = {
  run: ({ server, session }) => sendLusers(server, session),
  usage: "LUSERS",
  description: "Counts people, rooms and connections.",
};
