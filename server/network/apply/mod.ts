import {
  applyAccountAdded,
  applyAccountConfirmed,
  applyAccountGone,
  applyToAccount,
} from "./accounts.ts";
import { applyChannelMode } from "./modes.ts";
import {
  applyInvite,
  applyJoin,
  applyKick,
  applyKnock,
  applyPart,
  applyRename,
  applyTopic,
} from "./channels.ts";
import { applyFounder } from "./founders.ts";
import { receiverFor } from "./logins.ts";
import { applyMetadata } from "./metadata.ts";
import {
  applyAccount,
  applyAway,
  applyChghost,
  applyConnect,
  applyNick,
  applyQuit,
  applySetname,
  applyUserMode,
} from "./users.ts";
import { applyAttach, applyDetach } from "./sessions.ts";
import { applySilence } from "./silence.ts";
import type { Entry, EventType, MessageTarget } from "../events.ts";
import { type Effects, type Outcome, refused } from "../outcome.ts";
import { type NetworkState, usableAccount } from "../state.ts";

/** The function that applies each type of event to the state. */
export const APPLY: {
  readonly [T in EventType]: (state: NetworkState, entry: Entry<T>) => Outcome<T>;
} = {
  "connect": applyConnect,
  "attach": applyAttach,
  "detach": applyDetach,
  "quit": applyQuit,
  "nick": applyNick,
  "setname": applySetname,
  "away": applyAway,
  "account": applyAccount,
  "user-mode": applyUserMode,
  "chghost": applyChghost,
  "join": applyJoin,
  "part": applyPart,
  "kick": applyKick,
  "topic": applyTopic,
  "channel-mode": applyChannelMode,
  "invite": applyInvite,
  "knock": applyKnock,
  "silence": applySilence,
  "rename": applyRename,
  "founder": applyFounder,
  "account-added": applyAccountAdded,
  "account-confirmed": applyAccountConfirmed,
  "account-gone": applyAccountGone,
  "password": applyToAccount,
  "token-added": applyToAccount,
  "token-used": applyToAccount,
  "token-removed": applyToAccount,
  "address-known": applyToAccount,
  "forget": applyToAccount,
  "marker": applyMarker,
  "message": applyMessage,
  "redact": applyRedact,
  "metadata": applyMetadata,
  "wallops": applyWallops,
  "announce": () => ({ ok: true }),
};

function applyMessage(
  state: NetworkState,
  { event, time }: Entry<"message">,
): Outcome<"message"> {
  const from = state.users.get(event.from);
  const receiver = receiverOf(state, event.target);
  if (from === undefined || receiver === undefined) return refused("gone");
  const { channel } = receiver;
  // Whoever was removed from the channel before the message had its turn is not heard there.
  if (channel?.flags.has("n") && !channel.members.has(from.id)) return refused("gone");
  from.spokeAt = time;
  return { ok: true, from, ...receiver };
}

/** Only checks the target: messages are not in this state, the recorder deletes them. */
function applyRedact(state: NetworkState, { event }: Entry<"redact">): Outcome<"redact"> {
  const by = state.users.get(event.by);
  if (by === undefined) return refused("gone");
  const { target } = event;
  if (target === undefined) return { ok: true, by, channel: undefined, to: undefined };
  const receiver = receiverOf(state, target);
  if (receiver === undefined) return refused("gone");
  return { ok: true, by, channel: receiver.channel, to: receiver.to };
}

/** Only checks the user: markers are not in this state. */
function applyMarker(state: NetworkState, { event }: Entry<"marker">): Outcome<"marker"> {
  const user = state.users.get(event.user);
  return user === undefined ? refused("gone") : { ok: true, user };
}

type Receiver = Pick<Effects["message"], "channel" | "to" | "absent">;

/** The channel or user behind a target; undefined if it is no longer there. */
function receiverOf(state: NetworkState, target: MessageTarget): Receiver | undefined {
  const nobody = { channel: undefined, to: undefined, absent: undefined };
  if ("channel" in target) {
    const channel = state.channels.get(target.channel);
    return channel === undefined ? undefined : { ...nobody, channel };
  }
  if ("user" in target) {
    const to = state.users.get(target.user);
    return to === undefined ? undefined : { ...nobody, to };
  }
  const account = usableAccount(state, target.account);
  if (account === undefined) return undefined;
  const to = receiverFor(state, account.name);
  return to === undefined ? { ...nobody, absent: target.account } : { ...nobody, to };
}

function applyWallops(state: NetworkState, { event }: Entry<"wallops">): Outcome<"wallops"> {
  if (event.from === undefined) return { ok: true, from: undefined };
  const from = state.users.get(event.from);
  return from === undefined ? refused("gone") : { ok: true, from };
}
