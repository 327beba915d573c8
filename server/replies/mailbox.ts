import type { Row } from "../history/row.ts";
import { ROWS_PER_STEP } from "../history/reading/reader.ts";
import { wholeOf } from "../history/reading/parts.ts";
import type { Steps } from "../io/turns.ts";
import { type MaybePromise, settled } from "../maybe_promise.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { answerWithRows } from "./playback.ts";

/**
 * Sends a session, once, the direct messages that its account got while it had no session. A
 * session that can ask for history is sent nothing. The messages are new to everybody, so a
 * session without server-time gets them, too.
 */
export function sendMailbox(server: Server, session: Session): MaybePromise {
  const { id, capabilities } = session;
  const seqs = server.history.takenMail(id);
  const limit = server.options.history.autoReplay;
  if (seqs.length === 0 || limit === 0 || capabilities.has("draft/chathistory")) return;
  return settled(session.takeTurns(mailSteps(server, session, { seqs, limit })));
}

function* mailSteps(
  server: Server,
  session: Session,
  { seqs, limit }: { readonly seqs: readonly number[]; readonly limit: number },
): Steps {
  const { user } = session;
  const conversations = new Map<number, Row[]>();
  for (let at = 0; at < seqs.length; at += ROWS_PER_STEP) {
    for (const row of server.history.all(seqs.slice(at, at + ROWS_PER_STEP))) {
      const rows = conversations.get(row.target) ?? [];
      rows.push(row);
      conversations.set(row.target, rows.slice(-limit));
    }
    yield;
  }
  for (const [target, rows] of conversations) {
    if (session.user !== user) return;
    const [sender = "*"] = rows.at(-1)?.source.split("!") ?? [];
    yield* answerWithRows(server, session, {
      type: `chathistory ${sender}`,
      lists: [rows],
      nameOf: () => session.name,
      parts: () => [wholeOf(target)],
    });
  }
}
