import { cutReason } from "../reasons.ts";
import type { Context, EarlyCommand } from "../context.ts";

/** Modern IRC, "QUIT message". */
export const QUIT: EarlyCommand = {
  run: quit,
  beforeRegistration: true,
  usage: "QUIT [<reason>]",
  description: "Leaves the network.",
};

function quit({ server, session }: Context, [reason]: readonly string[]): void {
  session.end(reason === undefined ? "Quit" : `Quit: ${cutReason(server, reason)}`);
}
