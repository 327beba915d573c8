import { answerBatch } from "../session/answer_batch.ts";
import type { Row } from "../history/row.ts";
import { andThen, eachInTurn } from "../maybe_promise.ts";
import type { EventOf } from "../network/events.ts";
import { timeOfSequence } from "../network/ids.ts";
import type { Outcome } from "../network/outcome.ts";
import { reaches } from "../options/mod.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import type { Handled, UserContext } from "../commands/context.ts";
import { tellRows } from "./playback.ts";

/** How long one who leaves messages remembers that nobody is there, in milliseconds. */
const REMIND_MS = 10 * 60_000;
const NOT_HERE = "Not here now; what you write is kept and shown to them when they come back";

/**
 * The account that a message to a name nobody has can be left with; undefined where there is
 * none. Only who has an account can leave one: else nobody could say later whose it was.
 */
export function accountToLeaveWith(
  { server, user }: UserContext,
  name: string,
): string | undefined {
  const { directMessages } = server.options.history;
  return user.account === undefined || !directMessages ? undefined : server.accounts.findName(name);
}

/** Says something to an account: kept for it where nobody of it is here. */
export function leave(
  { server, session, user }: UserContext,
  account: string,
  event: EventOf<"message">,
): Handled {
  const asks = event.kind === "PRIVMSG";
  const left = server.history.waitingMail(account, user.account ?? "");
  if (reaches(left.count, server.options.limits.offlineMessages)) {
    const text = `They have not been here for your last ${left.count} messages; no more are kept`;
    if (asks) session.numeric("ERR_CANNOTSENDTOUSER", [account], text);
    return;
  }
  const reminded = left.last !== undefined && server.now() - timeOfSequence(left.last) < REMIND_MS;
  const known = (outcome: Outcome<"message">) => {
    if (!outcome.ok || !asks) return;
    const { to } = outcome;
    if (to === undefined && !reminded) session.numeric("RPL_AWAY", [account], NOT_HERE);
    if (to?.away !== undefined) session.numeric("RPL_AWAY", [to.nickname], to.away);
  };
  return andThen(server.journal.append(event, session.id), known);
}

/**
 * Tells a session what was said to its account while that was not here, once. One that can ask
 * for it is not told. Where it does not know when a message was said, it still is told: nobody
 * has seen it before.
 */
export function tellMail(server: Server, session: Session): Handled {
  const { user, capabilities } = session;
  if (user?.account === undefined) return;
  const all = server.history.takeMail(user.account);
  const limit = server.options.history.autoReplay;
  if (limit === 0 || capabilities.has("draft/chathistory")) return;
  const conversations = new Map<number, Row[]>();
  for (const row of all) {
    const rows = conversations.get(row.target);
    if (rows === undefined) conversations.set(row.target, [row]);
    else rows.push(row);
  }
  return eachInTurn(conversations.values(), (rows) => {
    if (session.user !== user) return;
    tellConversation(server, session, rows.slice(-limit));
    return session.drained();
  });
}

function tellConversation(server: Server, session: Session, rows: readonly Row[]): void {
  const [sender = "*"] = rows.at(-1)?.source.split("!") ?? [];
  answerBatch(server, session, {
    type: `chathistory ${sender}`,
    lines: (batch) =>
      tellRows(server, { rows, batch, session, nameOf: () => session.name, keep: "newest" }),
  });
}
