import { applyChannelMode } from "./apply_modes.ts";
import {
  applyInvite,
  applyJoin,
  applyKick,
  applyPart,
  applyRename,
  applyTopic,
} from "./apply_channels.ts";
import { applyAccountGone, applyFounder } from "./apply_founders.ts";
import { applyMetadata } from "./apply_metadata.ts";
import {
  applyAccount,
  applyAway,
  applyChghost,
  applyConnect,
  applyNick,
  applyQuit,
  applySetname,
  applyUserMode,
} from "./apply_users.ts";
import type { Entry, EventType } from "./events.ts";
import type { NetworkState } from "./network_state.ts";
import { type Outcome, refused } from "./outcome.ts";

/** What each type of event does to the state. */
export const APPLY: {
  readonly [T in EventType]: (state: NetworkState, entry: Entry<T>) => Outcome<T>;
} = {
  "connect": applyConnect,
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
  "rename": applyRename,
  "founder": applyFounder,
  "account-gone": applyAccountGone,
  "message": applyMessage,
  "redact": applyRedact,
  "metadata": applyMetadata,
  "wallops": applyWallops,
  "announce": () => ({ ok: true }),
};

function applyMessage(state: NetworkState, { event }: Entry<"message">): Outcome<"message"> {
  const from = state.users.get(event.from);
  if (from === undefined) return refused("gone");
  if ("channel" in event.target) {
    const channel = state.channels.get(event.target.channel);
    if (channel === undefined) return refused("gone");
    return { ok: true, from, channel, to: undefined };
  }
  const to = state.users.get(event.target.user);
  if (to === undefined) return refused("gone");
  return { ok: true, from, channel: undefined, to };
}

/** What was said is no part of this state: the record forgets it, see the recorder. */
function applyRedact(state: NetworkState, { event }: Entry<"redact">): Outcome<"redact"> {
  const by = state.users.get(event.by);
  if (by === undefined) return refused("gone");
  const { target } = event;
  if (target === undefined) return { ok: true, by, channel: undefined, to: undefined };
  if ("channel" in target) {
    const channel = state.channels.get(target.channel);
    return channel === undefined ? refused("gone") : { ok: true, by, channel, to: undefined };
  }
  const to = state.users.get(target.user);
  return to === undefined ? refused("gone") : { ok: true, by, channel: undefined, to };
}

function applyWallops(state: NetworkState, { event }: Entry<"wallops">): Outcome<"wallops"> {
  if (event.from === undefined) return { ok: true, from: undefined };
  const from = state.users.get(event.from);
  return from === undefined ? refused("gone") : { ok: true, from };
}
