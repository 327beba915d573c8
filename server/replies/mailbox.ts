import { answerBatch } from "../session/answer_batch.ts";
import type { Row } from "../history/row.ts";
import { eachInTurn, type MaybePromise } from "../maybe_promise.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { rowLines } from "./playback.ts";

/**
 * Sends a session, once, the direct messages that its account got while it had no session. A
 * session that can ask for history is sent nothing. The messages are new to everybody, so a
 * session without server-time gets them, too.
 */
export function sendMailbox(server: Server, session: Session): MaybePromise {
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
    sendConversation(server, session, rows.slice(-limit));
    return session.drained();
  });
}

function sendConversation(server: Server, session: Session, rows: readonly Row[]): void {
  const [sender = "*"] = rows.at(-1)?.source.split("!") ?? [];
  answerBatch(server, session, {
    type: `chathistory ${sender}`,
    lines: (batch) =>
      rowLines(server, { rows, batch, session, nameOf: () => session.name, keep: "newest" }),
  });
}
