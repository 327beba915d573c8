import type { MaybePromise } from "../../maybe_promise.ts";
import type { EventOf } from "../../network/events.ts";
import { timeOfSequence } from "../../network/ids.ts";
import { reaches } from "../../options/mod.ts";
import { append } from "../../session_context.ts";
import type { UserContext } from "../context.ts";

/** Milliseconds between two RPL_AWAY to the same sender about the same absent account. */
const REMIND_MS = 10 * 60_000;
const NOT_HERE = "Not here now; what you write is kept and shown to them when they come back";

/**
 * The account that keeps a message to a name that nobody has; undefined if none does. Only a
 * sender with an account can be identified later, so no message of anybody else is kept.
 */
export function accountToKeepFor({ server, user }: UserContext, name: string): string | undefined {
  const { directMessages } = server.options.history;
  return user.account === undefined || !directMessages ? undefined : server.accounts.findName(name);
}

/** Appends a message to an account, which is kept for it if none of its users is connected. */
export function keepForAccount(
  context: UserContext,
  account: string,
  event: EventOf<"message">,
): MaybePromise {
  const { server, session, user } = context;
  const answered = event.kind === "PRIVMSG";
  const kept = server.history.waitingMail(account, user.account ?? "");
  if (reaches(kept.count, server.options.limits.offlineMessages)) {
    const text = `They have not been here for your last ${kept.count} messages; no more are kept`;
    if (answered) session.numeric("ERR_CANNOTSENDTOUSER", [account], text);
    return;
  }
  const reminded = kept.last !== undefined && server.now() - timeOfSequence(kept.last) < REMIND_MS;
  return append(context, event, (outcome) => {
    if (!answered) return;
    // The account was removed before the message had its turn.
    if (!outcome.ok) return session.numeric("ERR_NOSUCHNICK", [account]);
    const { to } = outcome;
    if (to === undefined && !reminded) session.numeric("RPL_AWAY", [account], NOT_HERE);
    if (to?.away !== undefined) session.numeric("RPL_AWAY", [to.nickname], to.away);
  });
}
