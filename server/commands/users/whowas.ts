import type { UserCommand, UserContext } from "../context.ts";

/** Most entries that one WHOWAS tells of. */
const MAX_ENTRIES = 100;

/** Who someone was. Modern IRC, "WHOWAS message". */
export const WHOWAS: UserCommand = { run: whowas, usage: "WHOWAS <nickname> [<count>]" };

function whowas(context: UserContext, [nickname = "", count = ""]: readonly string[]): void {
  const { server, session } = context;
  if (nickname === "") {
    session.numeric("ERR_NONICKNAMEGIVEN");
    return;
  }
  const entries = server.network.whowas(nickname);
  if (entries.length === 0) session.numeric("ERR_WASNOSUCHNICK", [nickname]);
  const wanted = Number.parseInt(count, 10);
  const most = wanted > 0 ? Math.min(wanted, MAX_ENTRIES) : MAX_ENTRIES;
  for (const entry of entries.slice(0, most)) {
    const leftAt = new Date(entry.leftAt).toISOString();
    session.numeric(
      "RPL_WHOWASUSER",
      [entry.nickname, entry.username, entry.host, "*"],
      entry.realname,
    );
    session.numeric("RPL_WHOISSERVER", [entry.nickname, entry.server], leftAt);
  }
  session.numeric("RPL_ENDOFWHOWAS", [nickname]);
}
