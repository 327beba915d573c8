import { casefold, isValidNickname } from "../../../protocol/names.ts";
import { sourceOf } from "../../network/state.ts";
import { reaches } from "../../options/mod.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { syncMonitored } from "../../metadata/sync.ts";
import { packWords, sendWords } from "../../replies/packing.ts";

/** Bytes of nicknames on one line that refuses them; leaves room for the rest of it. */
const MAX_REFUSED_BYTES = 300;

/** Tells when nicknames come and go. IRCv3, "Monitor". */
export const MONITOR: UserCommand = {
  run: monitor,
  min: 1,
  usage: "MONITOR + <nickname>{,…} | - <nickname>{,…} | C | L | S",
};

function monitor(context: UserContext, [what = "", targets = ""]: readonly string[]): void {
  const { server, session } = context;
  const nicknames = targets.split(",").filter((nickname) => nickname !== "");
  switch (what.toUpperCase()) {
    case "+":
      return watch(context, nicknames);
    case "-":
      for (const nickname of nicknames) server.sessions.unwatch(session, nickname);
      return;
    case "C":
      return server.sessions.unwatchAll(session);
    case "L":
      return list(context);
    case "S":
      return tellPresence(context, session.watching.values());
  }
}

function watch(context: UserContext, nicknames: readonly string[]): void {
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
  tellPresence(context, added);
  for (const nickname of added) {
    const user = server.network.userByNickname(nickname);
    if (user !== undefined) syncMonitored(server, session, user);
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

/** Tells which of these are here (730) and which are not (731). */
function tellPresence({ server, session }: UserContext, nicknames: Iterable<string>): void {
  const online: string[] = [];
  const offline: string[] = [];
  for (const nickname of nicknames) {
    const user = server.network.userByNickname(nickname);
    if (user === undefined) offline.push(nickname);
    else online.push(sourceOf(user));
  }
  sendWords(server, session, { name: "RPL_MONONLINE", words: online, separator: "," });
  sendWords(server, session, { name: "RPL_MONOFFLINE", words: offline, separator: "," });
}
