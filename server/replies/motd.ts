import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { sendText } from "./long_replies.ts";

/** Sends the message of the day (375, 372, 376), or that there is none (422). */
export function sendMotd(server: Server, session: Session): void {
  const { motd, name } = server.options;
  if (motd.length === 0) return session.numeric("ERR_NOMOTD");
  session.numeric("RPL_MOTDSTART", [], `- ${name} Message of the day - `);
  for (const line of motd) sendText(server, session, { name: "RPL_MOTD", text: `- ${line}` });
  session.numeric("RPL_ENDOFMOTD");
}
