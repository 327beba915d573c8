import { format as formatDuration } from "@std/fmt/duration";
import type { UserCommand, UserContext } from "../context.ts";
import { isForThisServer } from "./this_server.ts";

/** Modern IRC, "STATS message". */
export const STATS: UserCommand = {
  run: stats,
  minParams: 1,
  usage: "STATS <u or o> [<server>]",
  description: "Shows how long the server has been up (u), or who its operators are (o).",
};

/** The queries of STATS by their letter. */
const QUERIES: Readonly<Record<string, (context: UserContext) => void>> = {
  u: sendUptime,
  o: sendOperators,
};

function stats(context: UserContext, [query = "", target]: readonly string[]): void {
  if (!isForThisServer(context, target)) return;
  const [letter = "*"] = query;
  const key = letter.toLowerCase();
  if (Object.hasOwn(QUERIES, key)) QUERIES[key]?.(context);
  context.session.numeric("RPL_ENDOFSTATS", [letter]);
}

function sendUptime({ server, session }: UserContext): void {
  const seconds = Math.max(0, Math.floor((server.now() - server.startedAt) / 1000));
  const duration = formatDuration(seconds * 1000, { ignoreZero: true }) || "0s";
  session.numeric("RPL_STATSUPTIME", [], `Server up ${duration}`);
}

/** Sends the names for OPER to operators only. */
function sendOperators({ server, session, user }: UserContext): void {
  if (user.operator === undefined) return session.numeric("ERR_NOPRIVILEGES");
  for (const { name } of server.options.operators) {
    session.numeric("RPL_STATSOLINE", ["O", "*", "*", name]);
  }
}
