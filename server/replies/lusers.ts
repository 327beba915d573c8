import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";

/** Sends the counts of users, channels and connections (251 to 255, 265 and 266). */
export function sendLusers(server: Server, session: Session): void {
  const { network, sessions, journal: { nodes = 1 } } = server;
  const users = network.users.size;
  const { invisible, operators, maxUsers, occupied } = network.counts;
  session.numeric(
    "RPL_LUSERCLIENT",
    [],
    `There are ${users - invisible} users and ${invisible} invisible on ${nodes} servers`,
  );
  session.numeric("RPL_LUSEROP", [String(operators)]);
  session.numeric("RPL_LUSERUNKNOWN", [String(sessions.unregistered)]);
  session.numeric("RPL_LUSERCHANNELS", [String(occupied)]);
  session.numeric("RPL_LUSERME", [], `I have ${sessions.users} clients and ${nodes - 1} servers`);
  sendCount(session, "local", { now: sessions.users, max: sessions.maxUsers });
  sendCount(session, "global", { now: users, max: maxUsers });
}

function sendCount(
  session: Session,
  kind: "local" | "global",
  { now, max }: { readonly now: number; readonly max: number },
): void {
  const name = kind === "local" ? "RPL_LOCALUSERS" : "RPL_GLOBALUSERS";
  session.numeric(name, [String(now), String(max)], `Current ${kind} users ${now}, max ${max}`);
}
