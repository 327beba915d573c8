import { truncateUtf8 } from "../../../protocol/lines.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Bytes of the text; leaves space for its source. */
const MAX_TEXT_BYTES = 380;

/** Modern IRC, "WALLOPS message". */
export const WALLOPS: UserCommand = {
  run: wallops,
  minParams: 1,
  operator: true,
  usage: "WALLOPS <text>",
  description: "Sends a message to everybody who has set mode w.",
};

function wallops(context: UserContext, [given = ""]: readonly string[]): MaybePromise {
  const { session, user } = context;
  if (given === "") return session.numeric("ERR_NEEDMOREPARAMS", ["WALLOPS"]);
  const text = truncateUtf8(given, MAX_TEXT_BYTES);
  return append(context, { type: "wallops", from: user.id, text });
}
