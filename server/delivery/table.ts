import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import {
  deliverFounder,
  deliverInvite,
  deliverJoin,
  deliverKick,
  deliverKnock,
  deliverMode,
  deliverPart,
  deliverRename,
  deliverTopic,
} from "./channels.ts";
import type { Delivery } from "./delivery.ts";
import { deliverAnnouncement, deliverMessage, deliverWallops } from "./messages.ts";
import { deliverMetadata } from "./metadata.ts";
import { deliverRedaction } from "./redactions.ts";
import {
  deliverAccount,
  deliverAccountGone,
  deliverAway,
  deliverChghost,
  deliverConnect,
  deliverNick,
  deliverQuit,
  deliverSetname,
  deliverSilence,
  deliverUserMode,
} from "./users.ts";

/** The function that sends the lines of each type of event. */
const DELIVER: {
  readonly [T in EventType]: (delivery: Delivery, entry: Entry<T>, effect: Effects[T]) => void;
} = {
  "connect": deliverConnect,
  "attach": () => {},
  "detach": () => {},
  "quit": deliverQuit,
  "nick": deliverNick,
  "setname": deliverSetname,
  "away": deliverAway,
  "account": deliverAccount,
  "user-mode": deliverUserMode,
  "chghost": deliverChghost,
  "join": deliverJoin,
  "part": deliverPart,
  "kick": deliverKick,
  "topic": deliverTopic,
  "channel-mode": deliverMode,
  "invite": deliverInvite,
  "knock": deliverKnock,
  "silence": deliverSilence,
  "rename": deliverRename,
  "founder": deliverFounder,
  "account-added": sendNothing,
  "account-confirmed": sendNothing,
  "account-gone": deliverAccountGone,
  "password": sendNothing,
  "token-added": sendNothing,
  "token-used": sendNothing,
  "token-removed": sendNothing,
  "address-known": sendNothing,
  "forget": sendNothing,
  "marker": sendNothing,
  "message": deliverMessage,
  "redact": deliverRedaction,
  "metadata": deliverMetadata,
  "wallops": deliverWallops,
  "announce": deliverAnnouncement,
};

function sendNothing(): void {}

/** Sends the lines of an applied event to the sessions that may see it. */
export function deliver<T extends EventType>(
  delivery: Delivery,
  entry: Entry<T>,
  effect: Effects[T],
): void {
  DELIVER[entry.event.type as T](delivery, entry, effect);
}
