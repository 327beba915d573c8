import { formatISupport } from "../../protocol/isupport.ts";
import { chanmodesToken, PREFIX_SYMBOLS, prefixToken } from "../../protocol/modes.ts";
import { NUMERICS } from "../../protocol/numerics.ts";
import { REFERENCE_TYPES } from "../commands/history/message_reference.ts";
import {
  MAX_CHANNELS_PER_COMMAND,
  MAX_HOST_BYTES,
  MAX_KICKS_PER_COMMAND,
  MAX_SILENCED,
} from "../commands/command_limits.ts";
import { MAX_MODES_PER_LINE } from "../delivery/channels.ts";
import type { ServerOptions } from "../options/mod.ts";
import { fitBody } from "../session/event_line.ts";
import { MASK_KINDS } from "../permissions/channels.ts";

const { code, text } = NUMERICS.RPL_ISUPPORT;

/** What follows the nickname in all lines to all clients. */
const cache = new WeakMap<ServerOptions, readonly string[]>();

/** The lines of RPL_ISUPPORT for these settings to a receiver. */
export function isupportLines(options: ServerOptions, to: string): string[] {
  let tails = cache.get(options);
  if (tails === undefined) {
    tails = makeTails(options);
    cache.set(options, tails);
  }
  return tails.map((tail) => `:${options.name} ${code} ${to}${tail}`);
}

/** What follows the nickname, cut so that it fits after the longest one. */
function makeTails(options: ServerOptions): string[] {
  const head = `:${options.name} ${code} ${"x".repeat(options.limits.nickLength)}`;
  return tokensOf(options)
    .map((tokens) => fitBody(`${head} ${tokens.join(" ")} :${text}`).slice(head.length));
}

function tokensOf(options: ServerOptions): string[][] {
  const { limits } = options;
  const limitOf = (limit: number) => limit === 0 ? "" : String(limit);
  const tokens = new Map<string, string | true>([
    ["NETWORK", options.network],
    ["CASEMAPPING", "ascii"],
    ["UTF8ONLY", true],
    ["CHANTYPES", "#"],
    ["CHANMODES", chanmodesToken()],
    ["PREFIX", prefixToken()],
    ["STATUSMSG", PREFIX_SYMBOLS],
    ["MODES", String(MAX_MODES_PER_LINE)],
    ["MAXLIST", `beI:${limits.listEntries === 0 ? 65535 : limits.listEntries}`],
    ["CHANLIMIT", `#:${limitOf(limits.channelsPerUser)}`],
    ["NICKLEN", String(limits.nickLength)],
    ["USERLEN", String(limits.userLength)],
    ["NAMELEN", String(limits.realnameLength)],
    ["CHANNELLEN", String(limits.channelLength)],
    ["KEYLEN", String(limits.keyLength)],
    ["TOPICLEN", String(limits.topicLength)],
    ["AWAYLEN", String(limits.awayLength)],
    ["KICKLEN", String(limits.kickLength)],
    ["HOSTLEN", String(MAX_HOST_BYTES)],
    ["EXCEPTS", true],
    ["INVEX", true],
    ["EXTBAN", `~,${MASK_KINDS.join("")}`],
    ["ACCOUNTEXTBAN", "a"],
    ["ELIST", "CMNTU"],
    ["SAFELIST", true],
    ["MONITOR", limits.monitorEntries === 0 ? true : String(limits.monitorEntries)],
    ["KNOCK", true],
    ["SILENCE", String(MAX_SILENCED)],
    ["WHOX", true],
    ["BOT", "B"],
    [
      "TARGMAX",
      `JOIN:${MAX_CHANNELS_PER_COMMAND},PART:${MAX_CHANNELS_PER_COMMAND},NAMES:1,LIST:1,` +
      `KICK:${MAX_KICKS_PER_COMMAND},WHOIS:1,PRIVMSG:${limitOf(limits.targets)},` +
      `NOTICE:${limitOf(limits.targets)},TAGMSG:${limitOf(limits.targets)},MONITOR:`,
    ],
    ["MAXTARGETS", String(limits.targets === 0 ? 65535 : limits.targets)],
    ["CHATHISTORY", String(limits.historyMessages)],
    ["MSGREFTYPES", REFERENCE_TYPES.join(",")],
    ["LINELEN", String(limits.lineBytes)],
  ]);
  if (options.accounts.mode !== "off") {
    tokens.set("LOGINTOKENS", limits.loginTokens === 0 ? true : String(limits.loginTokens));
  }
  if (options.accounts.mode === "required") tokens.set("draft/ACCOUNTREQUIRED", true);
  return formatISupport(tokens);
}
