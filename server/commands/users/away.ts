import { truncateUtf8 } from "../../../protocol/lines.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { append } from "../../session_context.ts";
import type { Context, EarlyCommand } from "../context.ts";

/** Modern IRC, "AWAY message"; IRCv3, "draft/pre-away". */
export const AWAY: EarlyCommand = {
  run: away,
  beforeRegistration: "draft/pre-away",
  usage: "AWAY [<text>]",
  description: "Marks you as away, and says why; without a text, as back.",
};

function away(context: Context, [text = ""]: readonly string[]): MaybePromise {
  const { server, session } = context;
  const message = text === "" ? undefined : truncateUtf8(text, server.options.limits.awayLength);
  const acknowledge = () => session.numeric(message === undefined ? "RPL_UNAWAY" : "RPL_NOWAWAY");
  const { user, registration } = session;
  if (user !== undefined) {
    return append(context, { type: "away", user: user.id, message }, acknowledge);
  }
  if (registration !== undefined) registration.away = message;
  acknowledge();
}
