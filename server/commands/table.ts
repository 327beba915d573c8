import { AUTHENTICATE } from "./accounts/authenticate.ts";
import { CHANSERV, CS } from "./accounts/chanserv.ts";
import { LOGINTOKEN } from "./accounts/login_token.ts";
import { NICKSERV, NS } from "./accounts/nickserv.ts";
import { REGISTER } from "./accounts/register.ts";
import { VERIFY } from "./accounts/verify.ts";
import { INVITE } from "./channels/invite.ts";
import { JOIN } from "./channels/join.ts";
import { KICK } from "./channels/kick.ts";
import { KNOCK } from "./channels/knock.ts";
import { LIST } from "./channels/list.ts";
import { MODE } from "./channels/mode.ts";
import { NAMES } from "./channels/names.ts";
import { PART } from "./channels/part.ts";
import { RENAME } from "./channels/rename.ts";
import { TOPIC } from "./channels/topic.ts";
import { CAP } from "./connection/cap.ts";
import { ERROR } from "./connection/error.ts";
import { NICK } from "./connection/nick.ts";
import { PASS } from "./connection/pass.ts";
import { PING, PONG } from "./connection/ping.ts";
import { QUIT } from "./connection/quit.ts";
import { USER } from "./connection/user.ts";
import type { Command } from "./context.ts";
import { CHATHISTORY } from "./history/chathistory.ts";
import { FORGETME } from "./history/forgetme.ts";
import { MARKREAD } from "./history/markread.ts";
import { REDACT } from "./history/redact.ts";
import { SEARCH } from "./history/search.ts";
import { ADMIN } from "./information/admin.ts";
import { helpCommand } from "./information/help.ts";
import { INFO } from "./information/info.ts";
import { ISUPPORT } from "./information/isupport.ts";
import { LINKS } from "./information/links.ts";
import { LUSERS } from "./information/lusers.ts";
import { MAP } from "./information/map.ts";
import { MOTD } from "./information/motd.ts";
import { STATS } from "./information/stats.ts";
import { TIME } from "./information/time.ts";
import { VERSION } from "./information/version.ts";
import { BATCH } from "./messages/batch.ts";
import { NOTICE } from "./messages/notice.ts";
import { PRIVMSG } from "./messages/privmsg.ts";
import { TAGMSG } from "./messages/tagmsg.ts";
import { METADATA } from "./metadata/metadata.ts";
import { CHGHOST } from "./operators/chghost.ts";
import { KILL } from "./operators/kill.ts";
import { OPER } from "./operators/oper.ts";
import { REHASH } from "./operators/rehash.ts";
import { WALLOPS } from "./operators/wallops.ts";
import { AWAY } from "./users/away.ts";
import { ISON } from "./users/ison.ts";
import { MONITOR } from "./users/monitor.ts";
import { SETNAME } from "./users/setname.ts";
import { SILENCE } from "./users/silence.ts";
import { USERHOST } from "./users/userhost.ts";
import { WHO } from "./users/who.ts";
import { WHOIS } from "./users/whois.ts";
import { WHOWAS } from "./users/whowas.ts";

/** Every command by its name, grouped by the folder that it is in. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(Object.entries<Command>({
  // connection/
  CAP,
  PASS,
  NICK,
  USER,
  PING,
  PONG,
  QUIT,
  ERROR,
  // messages/
  PRIVMSG,
  NOTICE,
  TAGMSG,
  BATCH,
  // channels/
  JOIN,
  PART,
  TOPIC,
  NAMES,
  LIST,
  INVITE,
  KICK,
  KNOCK,
  MODE,
  RENAME,
  // users/
  AWAY,
  SETNAME,
  SILENCE,
  MONITOR,
  WHO,
  WHOIS,
  WHOWAS,
  USERHOST,
  ISON,
  // accounts/
  AUTHENTICATE,
  REGISTER,
  VERIFY,
  LOGINTOKEN,
  NICKSERV,
  NS,
  CHANSERV,
  CS,
  // history/
  CHATHISTORY,
  SEARCH,
  MARKREAD,
  REDACT,
  FORGETME,
  // metadata/
  METADATA,
  // operators/
  OPER,
  KILL,
  REHASH,
  WALLOPS,
  CHGHOST,
  // server/
  MOTD,
  LUSERS,
  VERSION,
  ISUPPORT,
  TIME,
  INFO,
  ADMIN,
  STATS,
  LINKS,
  MAP,
  HELP: helpCommand("HELP", () => COMMANDS),
  HELPOP: helpCommand("HELPOP", () => COMMANDS),
}));
