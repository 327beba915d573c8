import { type ModeChange as ParsedChange, parseModeChanges } from "../../../protocol/modes.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { ModeChange } from "../../network/events.ts";
import { type Channel, isStatusMode, type ListMode, type User } from "../../network/state.ts";
import { hasStatus, mayChangeMode } from "../../permissions/channels.ts";
import { append } from "../../session_context.ts";
import type { Session } from "../../session/session.ts";
import type { UserContext } from "../context.ts";
import { MAX_MODE_CHANGES } from "../command_limits.ts";
import { findChannel } from "../lookup.ts";
import { completeChange, exceedsList, isListMode } from "./mode_changes.ts";

const LIST_REPLIES = {
  b: ["RPL_BANLIST", "RPL_ENDOFBANLIST"],
  e: ["RPL_EXCEPTLIST", "RPL_ENDOFEXCEPTLIST"],
  I: ["RPL_INVEXLIST", "RPL_ENDOFINVEXLIST"],
} as const;

/** Shows or changes the modes of a channel. Modern IRC, "Channel mode". */
export function channelMode(context: UserContext, params: readonly string[]): MaybePromise {
  const { session, user } = context;
  const [name = "", letters, ...args] = params;
  const channel = findChannel(context, name);
  if (channel === undefined) return;
  if (letters === undefined) return sendModes(context, channel);
  const { changes, unknown } = parseModeChanges(letters, args);
  for (const letter of unknown) session.numeric("ERR_UNKNOWNMODE", [letter]);
  const accepted: ModeChange[] = [];
  const shown = new Set<ListMode>();
  let refused = false;
  for (const change of changes.slice(0, MAX_MODE_CHANGES)) {
    const isQuery = isListQuery(change);
    const isAllowed = isQuery
      ? maySeeList(context, channel, change.mode)
      : mayChangeMode(channel, user, { ...change, target: targetOf(context, change) });
    if (!isAllowed) {
      if (!refused) session.numeric("ERR_CHANOPRIVSNEEDED", [channel.name]);
      refused = true;
    } else if (isQuery) {
      if (!shown.has(change.mode)) sendModeList(session, channel, change.mode);
      shown.add(change.mode);
    } else {
      const complete = completeChange(context, channel, change);
      if (complete === undefined) continue;
      if (exceedsList(context, channel, [...accepted, complete])) {
        session.numeric("ERR_BANLISTFULL", [channel.name, change.mode]);
      } else accepted.push(complete);
    }
  }
  if (accepted.length === 0) return;
  const event = {
    type: "channel-mode",
    user: user.id,
    channel: channel.key,
    changes: accepted,
  } as const;
  return append(context, event, (outcome) => {
    if (outcome.ok || outcome.refusal !== "gone") return;
    session.numeric("ERR_CHANOPRIVSNEEDED", [channel.name]);
  });
}

/** Whose status a change is about. */
function targetOf(
  { server }: UserContext,
  { mode, argument = "" }: ParsedChange,
): User | undefined {
  return isStatusMode(mode) ? server.network.userByNickname(argument) : undefined;
}

/** Sends the modes (324 and 329); only members and server operators see the key. */
function sendModes({ session, user }: UserContext, channel: Channel): void {
  const seesKey = channel.members.has(user.id) || user.operator !== undefined;
  let letters = `+${[...channel.flags].sort().join("")}`;
  const args: string[] = [];
  if (channel.password !== undefined) {
    letters += "k";
    args.push(seesKey ? channel.password : "*");
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
  return change.argument === undefined && isListMode(change.mode);
}

/** Bans are for everybody, exceptions for those who may change them and for server operators. */
function maySeeList({ user }: UserContext, channel: Channel, mode: ListMode): boolean {
  return mode === "b" || hasStatus(channel, user, "h") || user.operator !== undefined;
}

function sendModeList(session: Session, channel: Channel, mode: ListMode): void {
  const [entry, end] = LIST_REPLIES[mode];
  for (const { mask, setBy, setAt } of channel.lists[mode].values()) {
    const seconds = Math.floor(setAt / 1000);
    session.numeric(entry, [channel.name, mask, setBy, String(seconds)]);
  }
  session.numeric(end, [channel.name]);
}
