import type { MaybePromise } from "../../maybe_promise.ts";
import { cutReason } from "../reasons.ts";
import type { Context, EarlyCommand } from "../context.ts";

/** Modern IRC, "QUIT message". */
export const QUIT: EarlyCommand = {
  run: quit,
  beforeRegistration: true,
  usage: "QUIT [<reason>]",
  description: "Leaves the network.",
};

function quit({ server, session }: Context, [reason]: readonly string[]): MaybePromise {
  const text = reason === undefined ? "Quit" : `Quit: ${cutReason(server, reason)}`;
  const who = session.user?.username;
  const left = session.detach(text);
  // The nickname is free for everybody when the answer comes, unless the log takes nothing.
  if (left === undefined || server.journal.stalled === true) return session.end(text, who);
  return left.then(() => session.end(text, who));
}
