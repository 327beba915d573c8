import type { UserCommand } from "../context.ts";

/** Modern IRC, "LINKS message". The list is empty: one server is the whole network. */
export const LINKS: UserCommand = {
  run: ({ session }) => session.numeric("RPL_ENDOFLINKS", ["*"]),
  usage: "LINKS",
  description: "Lists the other servers of the network.",
};
