import type { UserCommand, UserContext } from "../context.ts";

/** Entries that one WHOWAS sends. */
const MAX_ENTRIES = 100;

/** Modern IRC, "WHOWAS message". */
export const WHOWAS: UserCommand = {
  run: whowas,
  usage: "WHOWAS <nickname> [<count>]",
  description: "Shows who had a nickname before.",
};

function whowas(context: UserContext, [nickname = "", count = ""]: readonly string[]): void {
  const { server, session } = context;
  if (nickname === "") return session.numeric("ERR_NONICKNAMEGIVEN");
  const entries = server.network.whowas(nickname);
  if (entries.length === 0) session.numeric("ERR_WASNOSUCHNICK", [nickname]);
  const wanted = Number.parseInt(count, 10);
  const max = wanted > 0 ? Math.min(wanted, MAX_ENTRIES) : MAX_ENTRIES;
  for (const { nickname, username, host, realname, server, leftAt } of entries.slice(0, max)) {
    session.numeric("RPL_WHOWASUSER", [nickname, username, host, "*"], realname);
    session.numeric("RPL_WHOISSERVER", [nickname, server], new Date(leftAt).toISOString());
  }
  session.numeric("RPL_ENDOFWHOWAS", [nickname]);
}
