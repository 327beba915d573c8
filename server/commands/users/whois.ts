import { sameName } from "../../../protocol/names.ts";
import { andThen, type MaybePromise } from "../../maybe_promise.ts";
import { metadataDraft } from "../../metadata/lines.ts";
import { statusSymbols, type User } from "../../network/state.ts";
import { maySeeAddress, maySeeMembership } from "../../permissions/visibility.ts";
import { sendWords } from "../../replies/long_replies.ts";
import { allAddressesOf, idleSeconds } from "../../replies/presence.ts";
import { COST } from "../../budgets/costs.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { findUser } from "../lookup.ts";
import { namesServer } from "../information/this_server.ts";

/** Modern IRC, "WHOIS message". */
export const WHOIS: UserCommand = {
  run: whois,
  usage: "WHOIS [<server>] <nickname>",
  description: "Shows what is known about a person.",
};

function whois(context: UserContext, params: readonly string[]): MaybePromise {
  const { server, session, user: viewer } = context;
  const [target, wanted = ""] = params.length > 1 ? params : [undefined, params[0]];
  const [nickname = ""] = wanted.split(",", 1);
  if (nickname === "") return session.numeric("ERR_NONICKNAMEGIVEN");
  if (target !== undefined && !namesServer(server, target)) {
    return session.numeric("ERR_NOSUCHSERVER", [target]);
  }
  const user = findUser(context, nickname);
  if (user === undefined) return session.numeric("RPL_ENDOFWHOIS", [nickname]);
  const addresses = maySeeAddress(viewer, user) ? allAddressesOf(server, user) : undefined;
  return andThen<readonly string[] | undefined>(addresses, (addresses) => {
    describe(context, user, { addresses });
    session.numeric("RPL_ENDOFWHOIS", [user.nickname]);
  });
}

function describe(
  context: UserContext,
  user: User,
  { addresses }: {
    /** Undefined for a viewer who may not see them. */
    readonly addresses: readonly string[] | undefined;
  },
): void {
  const { server, session } = context;
  const { nickname, username, host, realname } = user;
  session.numeric("RPL_WHOISUSER", [nickname, username, host, "*"], realname);
  describeChannels(context, user);
  session.numeric("RPL_WHOISSERVER", [nickname, user.server], server.options.network);
  if (user.operator !== undefined) session.numeric("RPL_WHOISOPERATOR", [nickname]);
  describeAccount(context, user);
  if (user.modes.includes("B")) session.numeric("RPL_WHOISBOT", [nickname]);
  if (user.secure) session.numeric("RPL_WHOISSECURE", [nickname]);
  if (addresses !== undefined) {
    for (const address of addresses) {
      session.numeric("RPL_WHOISACTUALLY", [nickname, address]);
    }
    session.numeric("RPL_WHOISMODES", [nickname], `is using modes +${user.modes}`);
  }
  if (metadataDraft(session) !== undefined) {
    for (const [key, value] of user.metadata) {
      session.numeric("RPL_WHOISKEYVALUE", [nickname, key, "*"], value);
    }
  }
  const idle = String(idleSeconds(server, user));
  const since = String(Math.floor(user.connectedAt / 1000));
  session.numeric("RPL_WHOISIDLE", [nickname, idle, since]);
  if (user.away !== undefined) session.numeric("RPL_AWAY", [nickname], user.away);
}

function describeChannels({ server, session, user: viewer }: UserContext, user: User): void {
  const allSymbols = session.capabilities.has("multi-prefix");
  const words: string[] = [];
  session.budget.spend(user.memberships.size * COST.look);
  for (const membership of user.memberships.values()) {
    if (!maySeeMembership(viewer, membership)) continue;
    words.push(statusSymbols(membership.status, allSymbols) + membership.channel.name);
  }
  sendWords(server, session, { name: "RPL_WHOISCHANNELS", params: [user.nickname], words });
}

function describeAccount({ session }: UserContext, { nickname, account }: User): void {
  if (account === undefined) return;
  session.numeric("RPL_WHOISACCOUNT", [nickname, account]);
  if (sameName(account, nickname)) session.numeric("RPL_WHOISREGNICK", [nickname]);
}
