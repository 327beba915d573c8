import type { Entry } from "../network/events.ts";
import type { Server } from "../server.ts";
import type { StandardReply } from "../session/lines.ts";
import type { Session } from "../session/session.ts";

/** What a session is told under one label, or without one. */
interface Told {
  readonly session: Session;
  readonly label: string | undefined;
  readonly replies: StandardReply[];
}

/**
 * Takes back what a tick told of events that could not be stored, and tells those who asked for
 * them: nobody has seen what a restart would not know.
 */
export function revokeLost(server: Server, lost: readonly Entry[]): void {
  server.outbox.revoke();
  const all = new Map<string, Told>();
  for (const entry of lost) {
    const session = server.sessions.byId(entry.origin);
    const reply = replyTo(server, entry);
    if (session === undefined || reply === undefined) continue;
    const label = "label" in entry.event ? entry.event.label : undefined;
    const key = `${session.id} ${label ?? ""}`;
    const told = all.get(key);
    if (told === undefined) all.set(key, { session, label, replies: [reply] });
    else told.replies.push(reply);
  }
  for (const { session, label, replies } of all.values()) {
    session.answerEarlier(label, () => {
      for (const reply of replies) session.standard("FAIL", reply);
    });
  }
}

function replyTo(server: Server, { event }: Entry): StandardReply | undefined {
  const code = "MESSAGE_NOT_STORED";
  if (event.type === "message") {
    const text = "The server cannot store messages at the moment; nobody has got this one";
    return { command: event.kind, code, context: [nameOf(server, event.target)], text };
  }
  if (event.type === "redact") {
    const text = "The server cannot take messages back at the moment";
    return { command: "REDACT", code, context: [event.name], text };
  }
}

type Target = Extract<Entry["event"], { type: "message" }>["target"];

function nameOf({ network }: Server, target: Target): string {
  if ("channel" in target) return network.channel(target.channel)?.name ?? target.channel;
  if ("account" in target) return target.account;
  return network.users.get(target.user)?.nickname ?? "*";
}
