import { casefold, isValidNickname } from "../../../protocol/names.ts";
import { packWords } from "../../../protocol/packing.ts";
import { syncMonitored } from "../../metadata/sync.ts";
import { sourceOf } from "../../network/state.ts";
import { reaches } from "../../options/mod.ts";
import { sendWords } from "../../replies/long_replies.ts";
import { COST } from "../../budgets/costs.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Bytes of refused nicknames on one line; leaves space for the rest of the line. */
const MAX_REFUSED_BYTES = 300;

/** IRCv3, "Monitor". */
export const MONITOR: UserCommand = {
  run: monitor,
  minParams: 1,
  usage: "MONITOR + <nickname>{,…} | - <nickname>{,…} | C | L | S",
  description:
    "Reports when people come and go: + adds, - removes, C clears, L lists, S shows who is online.",
};

function monitor(context: UserContext, [subcommand = "", targets = ""]: readonly string[]): void {
  const { server, session } = context;
  const nicknames = targets.split(",").filter((nickname) => nickname !== "");
  session.budget.spend(nicknames.length * COST.look);
  switch (subcommand.toUpperCase()) {
    case "+":
      return add(context, nicknames);
    case "-":
      for (const nickname of nicknames) server.sessions.unwatch(session, nickname);
      return;
    case "C":
      return server.sessions.unwatchAll(session);
    case "L":
      return list(context);
    case "S":
      return sendPresence(context, session.watching.values());
  }
}

function add(context: UserContext, nicknames: readonly string[]): void {
  const { server, session } = context;
  const { monitorEntries, nickLength } = server.options.limits;
  const added: string[] = [];
  for (const [index, nickname] of nicknames.entries()) {
    if (!isValidNickname(nickname, nickLength)) {
      session.numeric("ERR_ERRONEUSNICKNAME", [nickname]);
      continue;
    }
    if (session.watching.has(casefold(nickname))) continue;
    if (reaches(session.watching.size, monitorEntries)) {
      refuse(context, nicknames.slice(index));
      break;
    }
    server.sessions.watch(session, nickname);
    added.push(nickname);
  }
  sendPresence(context, added);
  for (const nickname of added) {
    const user = server.network.userByNickname(nickname);
    if (user !== undefined) syncMonitored(context, user);
  }
}

function refuse({ server, session }: UserContext, nicknames: readonly string[]): void {
  const limit = String(server.options.limits.monitorEntries);
  for (const refused of packWords(nicknames, { separator: ",", maxBytes: MAX_REFUSED_BYTES })) {
    session.numeric("ERR_MONLISTFULL", [limit, refused]);
  }
}

function list({ server, session }: UserContext): void {
  const words = session.watching.values();
  sendWords(server, session, { name: "RPL_MONLIST", words, separator: "," });
  session.numeric("RPL_ENDOFMONLIST");
}

/** Sends which of these nicknames are online (730) and which are not (731). */
function sendPresence({ server, session }: UserContext, nicknames: Iterable<string>): void {
  const online: string[] = [];
  const offline: string[] = [];
  for (const nickname of nicknames) {
    session.budget.spend(COST.look);
    const user = server.network.userByNickname(nickname);
    if (user === undefined) offline.push(nickname);
    else online.push(sourceOf(user));
  }
  sendWords(server, session, { name: "RPL_MONONLINE", words: online, separator: "," });
  sendWords(server, session, { name: "RPL_MONOFFLINE", words: offline, separator: "," });
}
