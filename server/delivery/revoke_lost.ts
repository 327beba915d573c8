import type { Entry, MessageTarget } from "../network/events.ts";
import type { Server } from "../server.ts";
import type { StandardReply } from "../session/lines.ts";
import type { Session } from "../session/session.ts";

/** The replies to a session under one label, or without a label. */
interface Answer {
  readonly session: Session;
  readonly label: string | undefined;
  readonly replies: StandardReply[];
}

/**
 * Revokes the lines of a tick whose events could not be stored, and sends FAIL to the sessions that
 * asked for them.
 */
export function revokeLost(server: Server, lost: readonly Entry[]): void {
  server.output.revoke();
  const answers = new Map<string, Answer>();
  for (const entry of lost) {
    const session = server.sessions.byId(entry.origin);
    const reply = replyTo(server, entry);
    if (session === undefined || reply === undefined) continue;
    const label = "label" in entry.event ? entry.event.label : undefined;
    const key = `${session.id} ${label ?? ""}`;
    const answer = answers.get(key);
    if (answer === undefined) answers.set(key, { session, label, replies: [reply] });
    else answer.replies.push(reply);
  }
  for (const { session, label, replies } of answers.values()) {
    session.answerEarlier(label, () => {
      for (const reply of replies) session.standard("FAIL", reply);
    });
  }
}

function replyTo(server: Server, { event }: Entry): StandardReply | undefined {
  const code = "MESSAGE_NOT_STORED";
  if (event.type === "message") {
    const text = "The server cannot store messages at the moment; this one was not sent";
    return { command: event.kind, code, context: [nameOf(server, event.target)], text };
  }
  if (event.type === "redact") {
    const text = "The server cannot delete messages at the moment";
    return { command: "REDACT", code, context: [event.name], text };
  }
}

function nameOf({ network }: Server, target: MessageTarget): string {
  if ("channel" in target) return network.channel(target.channel)?.name ?? target.channel;
  if ("account" in target) return target.account;
  return network.users.get(target.user)?.nickname ?? "*";
}
