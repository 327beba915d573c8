import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";

/** Sends the counts of users, channels and connections (251 to 255, 265 and 266). */
export function sendLusers(server: Server, session: Session): void {
  const { network, sessions } = server;
  const users = network.users.size;
  const { invisible, operators, maxUsers, occupied } = network.counts;
  session.numeric(
    "RPL_LUSERCLIENT",
    [],
    `There are ${users - invisible} users and ${invisible} invisible on 1 servers`,
  );
  session.numeric("RPL_LUSEROP", [String(operators)]);
  session.numeric("RPL_LUSERUNKNOWN", [String(sessions.unregistered)]);
  session.numeric("RPL_LUSERCHANNELS", [String(occupied)]);
  session.numeric("RPL_LUSERME", [], `I have ${users} clients and 0 servers`);
  const counts = [String(users), String(maxUsers)];
  const text = `${users}, max ${maxUsers}`;
  session.numeric("RPL_LOCALUSERS", counts, `Current local users ${text}`);
  session.numeric("RPL_GLOBALUSERS", counts, `Current global users ${text}`);
}
