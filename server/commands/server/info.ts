import { format as formatDuration } from "@std/fmt/duration";
import { VERSION } from "../../version.ts";
import type { Command, Context, UserCommand, UserContext } from "../context.ts";
import { sendLusers } from "../../replies/lusers.ts";
import { sendMotd } from "../../replies/motd.ts";
import { sendText } from "../../replies/packing.ts";
import { isForThisServer } from "./this_server.ts";
import { sendIsupport } from "../../replies/greeting.ts";

type Tell = (context: UserContext) => void;

/** The commands that ask about the server. Modern IRC, "Server Queries and Commands". */
export const INFO_COMMANDS: Readonly<Record<string, Command>> = {
  MOTD: { run: aboutThisServer(motd), usage: "MOTD [<server>]" },
  LUSERS: { run: lusers, usage: "LUSERS" },
  VERSION: { run: aboutThisServer(version), usage: "VERSION [<server>]" },
  TIME: { run: aboutThisServer(time), usage: "TIME [<server>]" },
  INFO: { run: aboutThisServer(info), usage: "INFO [<server>]" },
  ADMIN: { run: aboutThisServer(admin), usage: "ADMIN [<server>]" },
  STATS: { run: stats, min: 1, usage: "STATS <u or o> [<server>]" },
  LINKS: { run: links, usage: "LINKS" },
  ISUPPORT: { runAnytime: isupport, usage: "ISUPPORT" },
};

/** A command whose one parameter may name the server that is asked. */
function aboutThisServer(tell: Tell): UserCommand["run"] {
  return (context, [target]) => {
    if (isForThisServer(context.server, context.session, target)) tell(context);
  };
}

function motd({ server, session }: UserContext): void {
  sendMotd(server, session);
}

function lusers({ server, session }: UserContext): void {
  sendLusers(server, session);
}

function version({ server, session }: UserContext): void {
  const { name, network } = server.options;
  session.numeric("RPL_VERSION", [VERSION, name], `${network}, a chat network`);
  sendIsupport(server, session);
}

/** Before registration for those who said that they would ask. IRCv3, "extended-isupport". */
function isupport({ server, session }: Context): void {
  const early = session.user === undefined;
  if (early && !session.capabilities.has("draft/extended-isupport")) {
    session.numeric("ERR_NOTREGISTERED");
  } else sendIsupport(server, session);
}

function time({ server, session }: UserContext): void {
  const now = server.now();
  const seconds = String(Math.floor(now / 1000));
  session.numeric("RPL_TIME", [server.options.name, seconds], new Date(now).toUTCString());
}

function info({ server, session }: UserContext): void {
  const lines = [
    `${VERSION}: a chat network in one program`,
    "IRC as Modern IRC and IRCv3 describe it; HELP lists the commands",
    `Here since ${new Date(server.startedAt).toUTCString()}`,
  ];
  for (const line of lines) session.numeric("RPL_INFO", [], line);
  session.numeric("RPL_ENDOFINFO");
}

function admin({ server, session }: UserContext): void {
  const { name, admin } = server.options;
  const { location, description, email } = admin;
  if (location === undefined && description === undefined && email === undefined) {
    session.numeric("ERR_NOADMININFO", [name]);
    return;
  }
  session.numeric("RPL_ADMINME", [name]);
  sendText(server, session, { name: "RPL_ADMINLOC1", text: location ?? "" });
  sendText(server, session, { name: "RPL_ADMINLOC2", text: description ?? "" });
  sendText(server, session, { name: "RPL_ADMINEMAIL", text: email ?? "" });
}

/** What STATS can be asked, by its letter. */
const STATS: Readonly<Record<string, Tell>> = { u: tellUptime, o: tellOperators };

function stats(context: UserContext, [query = "", target]: readonly string[]): void {
  const { server, session } = context;
  if (!isForThisServer(server, session, target)) return;
  const [letter = "*"] = query;
  const key = letter.toLowerCase();
  if (Object.hasOwn(STATS, key)) STATS[key]?.(context);
  session.numeric("RPL_ENDOFSTATS", [letter]);
}

function tellUptime({ server, session }: UserContext): void {
  const seconds = Math.max(0, Math.floor((server.now() - server.startedAt) / 1000));
  const duration = formatDuration(seconds * 1000, { ignoreZero: true }) || "0s";
  session.numeric("RPL_STATSUPTIME", [], `Server up ${duration}`);
}

/** Who may use OPER is for those to know who have. */
function tellOperators({ server, session, user }: UserContext): void {
  if (user.operator === undefined) {
    session.numeric("ERR_NOPRIVILEGES");
    return;
  }
  for (const { name } of server.options.operators) {
    session.numeric("RPL_STATSOLINE", ["O", "*", "*", name]);
  }
}

/** A server alone has no links. */
function links({ session }: UserContext): void {
  session.numeric("RPL_ENDOFLINKS", ["*"]);
}
