import { truncateUtf8 } from "../../../protocol/lines.ts";
import { andThen } from "../../maybe_promise.ts";
import type { Context, EarlyCommand, Handled } from "../context.ts";

/**
 * Goes away, or comes back where there is no text. Modern IRC, "AWAY message"; before
 * registration as IRCv3's `draft/pre-away` says.
 */
export const AWAY: EarlyCommand = { runAnytime: away, usage: "AWAY [<text>]" };

function away({ server, session }: Context, [text = ""]: readonly string[]): Handled {
  const message = text === "" ? undefined : truncateUtf8(text, server.options.limits.awayLength);
  const acknowledge = () => session.numeric(message === undefined ? "RPL_UNAWAY" : "RPL_NOWAWAY");
  const { user, registration } = session;
  if (user !== undefined) {
    const event = { type: "away", user: user.id, message } as const;
    return andThen(server.journal.append(event, session.id), acknowledge);
  }
  if (registration === undefined || !session.capabilities.has("draft/pre-away")) {
    session.numeric("ERR_NOTREGISTERED");
    return;
  }
  registration.away = message;
  acknowledge();
}
