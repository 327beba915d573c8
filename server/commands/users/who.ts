import { compileMask, isChannelName } from "../../../protocol/names.ts";
import type { Steps } from "../../io/turns.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { type Membership, sourceOf, statusSymbols, type User } from "../../network/state.ts";
import { maySee } from "../../permissions/channels.ts";
import { mayFind, maySeeAddress, maySeeMembership } from "../../permissions/visibility.ts";
import { addressesOf, idleSeconds } from "../../replies/presence.ts";
import type { Server } from "../../server.ts";
import type { Session } from "../../session/session.ts";
import { COST } from "../../budgets/costs.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Users that are looked at in a step. */
const USERS_PER_STEP = 8;
/** Stands for an address that the viewer may not see (WHOX). */
const NO_ADDRESS = "255.255.255.255";

/** Modern IRC, "WHO message"; IRCv3, "WHOX". */
export const WHO: UserCommand = {
  run: who,
  usage: "WHO [<room, nickname or mask> [o][%<fields>[,<token>]]]",
  description: "Lists people: those of a room, or those that a mask matches; see HELP MASKS.",
};

/** A user that was found, and the channel that the reply names. */
interface Found {
  readonly user: User;
  readonly membership: Membership | undefined;
}

interface Query {
  readonly server: Server;
  readonly session: Session;
  readonly viewer: User;
  readonly operatorsOnly: boolean;
  /** The letters of WHOX; undefined for the plain reply. */
  readonly fields: string | undefined;
  readonly token: string;
}

function who(context: UserContext, params: readonly string[]): MaybePromise {
  return context.session.takeTurns(whoSteps(context, params));
}

function* whoSteps(context: UserContext, [mask = "*", options = ""]: readonly string[]): Steps {
  const { server, session, user } = context;
  const query = { server, session, viewer: user, ...parseOptions(options) };
  let looked = 0;
  for (const found of find(query, mask)) {
    session.budget.spend(COST.look);
    if (++looked % USERS_PER_STEP === 0) yield session.drained();
    if (found === undefined) continue;
    if (query.operatorsOnly && found.user.operator === undefined) continue;
    if (query.fields === undefined) sendReply(query, found);
    else sendFields(query, found);
  }
  session.numeric("RPL_ENDOFWHO", [mask]);
}

/** Parses `o`, `%tcn,42` or both. */
function parseOptions(options: string): Pick<Query, "operatorsOnly" | "fields" | "token"> {
  const [flags = "", selection] = options.split("%", 2);
  const [fields, token = ""] = selection?.split(",", 2) ?? [];
  return {
    operatorsOnly: flags.includes("o"),
    fields,
    token: /^\d{1,3}$/.test(token) ? token : "0",
  };
}

/** The users that a mask stands for, and undefined for each that it does not. */
function find(query: Query, mask: string): Iterable<Found | undefined> {
  if (isChannelName(mask)) return findInChannel(query, mask);
  const user = query.server.network.userByNickname(mask);
  return user === undefined ? findByMask(query, mask) : [shown(query.viewer, user)];
}

function* findInChannel(
  { server, viewer }: Query,
  name: string,
): Iterable<Found | undefined> {
  const channel = server.network.channel(name);
  if (channel === undefined || !maySee(channel, viewer)) return;
  // Those who come meanwhile are at the end, and could make the answer endless.
  for (const membership of channel.members.values().take(channel.members.size)) {
    yield maySeeMembership(viewer, membership) ? { user: membership.user, membership } : undefined;
  }
}

function* findByMask({ server, viewer }: Query, mask: string): Iterable<Found | undefined> {
  const matches = compileMask(mask === "0" || mask === "" ? "*" : mask);
  const inSource = /[!@]/.test(mask);
  const { users } = server.network;
  for (const user of users.values().take(users.size)) {
    const { nickname, username, host, realname } = user;
    const texts = inSource ? [sourceOf(user)] : [nickname, username, host, realname];
    yield texts.some(matches) && mayFind(viewer, user) ? shown(viewer, user) : undefined;
  }
}

function shown(viewer: User, user: User): Found {
  for (const membership of user.memberships.values()) {
    if (maySeeMembership(viewer, membership)) return { user, membership };
  }
  return { user, membership: undefined };
}

function sendReply({ session }: Query, found: Found): void {
  const { nickname, username, host, server, realname } = found.user;
  const channel = found.membership?.channel.name ?? "*";
  const params = [channel, username, host, server, nickname, flagsOf(session, found)];
  session.numeric("RPL_WHOREPLY", params, `0 ${realname}`);
}

/** `H` for present or `G` for away, `*` for an operator, status symbols, `B` for a bot. */
function flagsOf(session: Session, { user, membership }: Found): string {
  const presence = user.away === undefined ? "H" : "G";
  const operator = user.operator === undefined ? "" : "*";
  const allSymbols = session.capabilities.has("multi-prefix");
  const status = statusSymbols(membership?.status ?? 0, allSymbols);
  return presence + operator + status + (user.modes.includes("B") ? "B" : "");
}

/** The fields of WHOX in the order of the reply; the real name (`r`) follows them. */
const FIELDS: readonly (readonly [string, (query: Query, found: Found) => string])[] = [
  ["t", ({ token }) => token],
  ["c", (_, { membership }) => membership?.channel.name ?? "*"],
  ["u", (_, { user }) => user.username],
  ["i", ({ server, viewer }, { user }) => shownAddress(server, { viewer, user })],
  ["h", (_, { user }) => user.host],
  ["s", (_, { user }) => user.server],
  ["n", (_, { user }) => user.nickname],
  ["f", ({ session }, found) => flagsOf(session, found)],
  ["d", () => "0"],
  ["l", ({ server }, { user }) => String(idleSeconds(server, user))],
  ["a", (_, { user }) => user.account ?? "0"],
  ["o", () => "n/a"],
];

function sendFields(query: Query, found: Found): void {
  const { session, fields = "" } = query;
  const params = FIELDS.filter(([letter]) => fields.includes(letter))
    .map(([, value]) => value(query, found));
  const realname = fields.includes("r") ? found.user.realname : undefined;
  session.numeric("RPL_WHOSPCRPL", params, realname);
}

function shownAddress(server: Server, { viewer, user }: { viewer: User; user: User }): string {
  if (!maySeeAddress(viewer, user)) return NO_ADDRESS;
  return addressesOf(server, user)[0] ?? NO_ADDRESS;
}
