import {
  type ModeChange as ParsedChange,
  parseModeChanges,
  USER_MODES,
} from "../../../protocol/modes.ts";
import { utf8Length } from "../../../protocol/lines.ts";
import { casefold, isChannelName, normalizeMask } from "../../../protocol/names.ts";
import { settled } from "../../maybe_promise.ts";
import type { ModeChange } from "../../network/events.ts";
import type { Channel, ListMode, StatusMode } from "../../network/state.ts";
import { STATUS_BIT } from "../../network/state.ts";
import { reaches } from "../../options/mod.ts";
import { hasStatus } from "../../permissions/channels.ts";
import type { Session } from "../../session/session.ts";
import { knownChannel } from "./lookup.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";

export const MODE_COMMANDS: Readonly<Record<string, UserCommand>> = {
  MODE: { run: mode, min: 1, usage: "MODE <room or nickname> [<changes> [<argument>…]]" },
};

/** Most changes that one MODE may ask for. */
const MAX_CHANGES = 20;
/** Longest mask of a list, in bytes; leaves room for whom a MODE comes from. */
const MAX_MASK_BYTES = 200;
const STATUS_LETTERS: ReadonlySet<string> = new Set(Object.keys(STATUS_BIT));
const LIST_REPLIES = {
  b: ["RPL_BANLIST", "RPL_ENDOFBANLIST"],
  e: ["RPL_EXCEPTLIST", "RPL_ENDOFEXCEPTLIST"],
  I: ["RPL_INVEXLIST", "RPL_ENDOFINVEXLIST"],
} as const;

function mode(context: UserContext, params: readonly string[]): Handled {
  const [target = ""] = params;
  return isChannelName(target) ? channelMode(context, params) : userMode(context, params);
}

function channelMode(context: UserContext, params: readonly string[]): Handled {
  const { server, session, user } = context;
  const [name = "", letters, ...args] = params;
  const channel = knownChannel(context, name);
  if (channel === undefined) return;
  if (letters === undefined) {
    showModes(context, channel);
    return;
  }
  const { changes, unknown } = parseModeChanges(letters, args);
  for (const letter of unknown) session.numeric("ERR_UNKNOWNMODE", [letter]);
  const wanted: ModeChange[] = [];
  const shown = new Set<ListMode>();
  let refused = false;
  for (const change of changes.slice(0, MAX_CHANGES)) {
    if (isListQuery(change)) {
      if (!shown.has(change.mode)) sendModeList(session, channel, change.mode);
      shown.add(change.mode);
    } else if (!mayChange(context, channel, change)) {
      if (!refused) session.numeric("ERR_CHANOPRIVSNEEDED", [channel.name]);
      refused = true;
    } else {
      const resolved = resolve(context, channel, change);
      if (resolved === undefined) continue;
      if (overfills(context, channel, [...wanted, resolved])) {
        session.numeric("ERR_BANLISTFULL", [channel.name, change.mode]);
      } else wanted.push(resolved);
    }
  }
  if (wanted.length === 0) return;
  const event = {
    type: "channel-mode",
    user: user.id,
    channel: channel.key,
    changes: wanted,
  } as const;
  return settled(server.journal.append(event, session.id));
}

/** What the modes are (324 and 329); the key is for members alone. */
function showModes({ session, user }: UserContext, channel: Channel): void {
  const inside = channel.members.has(user.id) || user.operator !== undefined;
  let letters = `+${[...channel.flags].sort().join("")}`;
  const args: string[] = [];
  if (channel.password !== undefined) {
    letters += "k";
    args.push(inside ? channel.password : "*");
  }
  if (channel.limit !== undefined) {
    letters += "l";
    args.push(String(channel.limit));
  }
  session.numeric("RPL_CHANNELMODEIS", [channel.name, letters, ...args]);
  const seconds = Math.floor(channel.createdAt / 1000);
  session.numeric("RPL_CREATIONTIME", [channel.name, String(seconds)]);
}

function isListQuery(change: ParsedChange): change is ParsedChange & { mode: ListMode } {
  return change.argument === undefined && change.mode in LIST_REPLIES;
}

function sendModeList(session: Session, channel: Channel, mode: ListMode): void {
  const [entry, end] = LIST_REPLIES[mode];
  for (const { mask, setBy, setAt } of channel.lists[mode].values()) {
    const seconds = Math.floor(setAt / 1000);
    session.numeric(entry, [channel.name, mask, setBy, String(seconds)]);
  }
  session.numeric(end, [channel.name]);
}

/**
 * Half-operators change all but the statuses from their own up; each status is given by the
 * next higher one, operators' by operators. Anyone may give up a status of their own.
 */
function mayChange({ user, server }: UserContext, channel: Channel, change: ParsedChange): boolean {
  const own = channel.members.get(user.id)?.status ?? 0;
  if (!STATUS_LETTERS.has(change.mode)) return hasStatus(channel, user, "h");
  const target = server.network.userByNickname(change.argument ?? "");
  if (target === user && !change.adding) return own >= STATUS_BIT[change.mode as StatusMode];
  switch (change.mode) {
    case "v":
      return own >= STATUS_BIT.h;
    case "h":
    case "o":
      return own >= STATUS_BIT.o;
    default:
      return own >= STATUS_BIT.q;
  }
}

/** Makes a change ready to be applied: whom it means, a mask in its full form, a limit as a number. */
function resolve(
  context: UserContext,
  channel: Channel,
  change: ParsedChange,
): ModeChange | undefined {
  const { session } = context;
  if (STATUS_LETTERS.has(change.mode)) return resolveStatus(context, channel, change);
  if (change.mode in LIST_REPLIES) return resolveMask(context, channel, change);
  if (change.mode === "k" && change.adding) return resolveKey(context, channel, change);
  if (change.mode === "l" && change.adding) {
    if (change.argument === undefined) {
      session.numeric("ERR_NEEDMOREPARAMS", ["MODE"]);
      return undefined;
    }
    if (/^[1-9]\d{0,8}$/.test(change.argument)) return change;
    invalid(session, channel, change, "A limit is a whole number, 1 or more");
    return undefined;
  }
  return change;
}

function resolveStatus(
  { server, session }: UserContext,
  channel: Channel,
  change: ParsedChange,
): ModeChange | undefined {
  if (change.argument === undefined) {
    session.numeric("ERR_NEEDMOREPARAMS", ["MODE"]);
    return undefined;
  }
  const target = server.network.userByNickname(change.argument);
  if (target === undefined) {
    session.numeric("ERR_NOSUCHNICK", [change.argument]);
    return undefined;
  }
  if (!channel.members.has(target.id)) {
    session.numeric("ERR_USERNOTINCHANNEL", [target.nickname, channel.name]);
    return undefined;
  }
  return { ...change, user: target.id };
}

function resolveMask(
  { session }: UserContext,
  channel: Channel,
  change: ParsedChange,
): ModeChange | undefined {
  const given = change.argument ?? "";
  if (given === "" || utf8Length(given) > MAX_MASK_BYTES || /^:|\s/.test(given)) {
    const text = `A mask has 1 to ${MAX_MASK_BYTES} bytes, and no space in it`;
    invalid(session, channel, change, text);
    return undefined;
  }
  return { ...change, argument: fullMask(given) };
}

/** Whether the last of these changes is an entry for which a list has no room after the others. */
function overfills(
  { server }: UserContext,
  channel: Channel,
  changes: readonly ModeChange[],
): boolean {
  const last = changes.at(-1);
  if (last === undefined || !last.adding || !(last.mode in LIST_REPLIES)) return false;
  const masks = new Set(channel.lists[last.mode as ListMode].keys());
  for (const { mode, adding, argument = "" } of changes.slice(0, -1)) {
    if (mode !== last.mode) continue;
    if (adding) masks.add(casefold(argument));
    else masks.delete(casefold(argument));
  }
  return reaches(masks.size, server.options.limits.listEntries);
}

function fullMask(given: string): string {
  if (given.startsWith("~m:")) return `~m:${fullMask(given.slice(3))}`;
  return given.startsWith("~a:") ? given : normalizeMask(given);
}

function resolveKey(
  { server, session }: UserContext,
  channel: Channel,
  change: ParsedChange,
): ModeChange | undefined {
  const key = change.argument;
  if (key === undefined) {
    session.numeric("ERR_NEEDMOREPARAMS", ["MODE"]);
    return undefined;
  }
  const { keyLength } = server.options.limits;
  if (key === "" || key.startsWith(":") || /[\s,]/.test(key) || utf8Length(key) > keyLength) {
    session.numeric("ERR_INVALIDKEY", [channel.name]);
    return undefined;
  }
  return change;
}

/** Refuses an argument with 696. Modern IRC, "ERR_INVALIDMODEPARAM". */
function invalid(session: Session, channel: Channel, change: ParsedChange, text: string): void {
  session.numeric(
    "ERR_INVALIDMODEPARAM",
    [channel.name, change.mode, change.argument ?? "*"],
    text,
  );
}

function userMode(context: UserContext, params: readonly string[]): Handled {
  const { server, session, user } = context;
  const [nickname = "", letters] = params;
  const target = server.network.userByNickname(nickname);
  if (target !== user) {
    session.numeric(target === undefined ? "ERR_NOSUCHNICK" : "ERR_USERSDONTMATCH", [
      ...(target === undefined ? [nickname] : []),
    ]);
    return;
  }
  if (letters === undefined) {
    session.numeric("RPL_UMODEIS", [`+${[...user.modes].join("")}`]);
    return;
  }
  const table = USER_MODES.map(({ letter }) => ({ letter, kind: "flag" as const }));
  const { changes, unknown } = parseModeChanges(letters, [], table);
  if (unknown.length > 0) session.numeric("ERR_UMODEUNKNOWNFLAG");
  const allowed = changes.slice(0, MAX_CHANGES).filter(({ adding, mode }) => {
    const users = USER_MODES.find(({ letter }) => letter === mode)?.users;
    return users === "set-and-unset" || (users === "unset" && !adding);
  });
  if (allowed.length === 0) return;
  const event = { type: "user-mode", user: user.id, changes: allowed } as const;
  return settled(server.journal.append(event, session.id));
}
