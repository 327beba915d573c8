import type { Server } from "../server.ts";
import { numericBody } from "../session/lines.ts";
import type { Session } from "../session/session.ts";
import { answerLines } from "./answer_lines.ts";

/** Sends the counts of users, channels and connections (251 to 255, 265 and 266). */
export function sendLusers(server: Server, session: Session): void {
  const { network, sessions, journal: { nodes = 1 } } = server;
  const users = network.users.size;
  const { invisible, operators, maxUsers, occupied } = network.counts;
  const { name: to } = session;
  const source = `:${server.options.name} `;
  const seen = `There are ${
    users - invisible
  } users and ${invisible} invisible on ${nodes} servers`;
  const own = `I have ${sessions.users} clients and ${nodes - 1} servers`;
  const bodies = [
    numericBody("RPL_LUSERCLIENT", { to, text: seen }),
    numericBody("RPL_LUSEROP", { to, params: [String(operators)] }),
    numericBody("RPL_LUSERUNKNOWN", { to, params: [String(sessions.unregistered)] }),
    numericBody("RPL_LUSERCHANNELS", { to, params: [String(occupied)] }),
    numericBody("RPL_LUSERME", { to, text: own }),
    countBody("local", { to, now: sessions.users, max: sessions.maxUsers }),
    countBody("global", { to, now: users, max: maxUsers }),
  ];
  answerLines(session, bodies.map((body) => source + body));
}

function countBody(
  kind: "local" | "global",
  { to, now, max }: { readonly to: string; readonly now: number; readonly max: number },
): string {
  const name = kind === "local" ? "RPL_LOCALUSERS" : "RPL_GLOBALUSERS";
  const text = `Current ${kind} users ${now}, max ${max}`;
  return numericBody(name, { to, params: [String(now), String(max)], text });
}
