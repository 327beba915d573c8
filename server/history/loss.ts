import type { Entry } from "../network/events.ts";
import type { Server } from "../server.ts";

/**
 * Takes back what a tick told of events that could not be stored, and tells those who asked for
 * them: nobody has seen what a restart would not know.
 */
export function takeBack(server: Server, lost: readonly Entry[]): void {
  server.outbox.revoke();
  for (const { event, origin } of lost) {
    const session = server.sessions.byId(origin);
    if (session === undefined) continue;
    if (event.type === "message") {
      session.standard("FAIL", {
        command: event.kind,
        code: "MESSAGE_NOT_STORED",
        context: [nameOf(server, event.target)],
        text: "The server cannot store messages at the moment; nobody has got this one",
      });
    } else if (event.type === "redact") {
      session.standard("FAIL", {
        command: "REDACT",
        code: "MESSAGE_NOT_STORED",
        context: [event.name],
        text: "The server cannot take messages back at the moment",
      });
    }
  }
}

type Target = Extract<Entry["event"], { type: "message" }>["target"];

function nameOf({ network }: Server, target: Target): string {
  if ("channel" in target) return network.channel(target.channel)?.name ?? target.channel;
  if ("account" in target) return target.account;
  return network.users.get(target.user)?.nickname ?? "*";
}
