/** What lines cost beside being read, in units of work: one is about 5 µs of the server's time. */

import type { EventOf, EventType, NetworkEvent } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import type { Channel, User } from "../network/state.ts";

/** The costs of single things. */
export const COST = {
  /** A line that is read. */
  line: 1,
  /** A line of an answer. */
  answer: 0.5,
  /** A user who enters the network. */
  entering: 30,
  /** A row of the history that is read. */
  row: 0.25,
  /** A conversation or a part of a room's history that is looked for. */
  seek: 1,
  /** A search, beside the rows that it reads. */
  search: 40,
  /** A room, user or name that is looked at. */
  look: 0.1,
  /** A character of a mask that is compared with the name of a room. */
  maskCharacter: 0.01,
} as const;

/** An event that is applied and delivered. */
const EVENT = 4;
/** A row of the history. */
const ROW = 6;
/** A row about somebody who comes or goes: few are useful, so they are dear. */
const COMING_AND_GOING = 80;
/** A room that is opened. */
const OPENED = 20;
/** Each member in the list of names that a member may be sent when a room is renamed. */
const RENAMED = 1 / 80;
/** Each receiver of an event. */
const RECEIVER = 1 / 8;

type EventCost<T extends EventType> = (effect: Effects[T], event: EventOf<T>) => number;

/** What each type of event costs; others are rare, or operators' and cost nothing. */
const EVENTS: { readonly [T in EventType]?: EventCost<T> } = {
  "message": ({ channel }) => channel === undefined ? EVENT + ROW : inChannel(channel),
  "join": ({ channel }) => {
    const { size } = channel.members;
    return size === 1 ? EVENT + OPENED : EVENT + COMING_AND_GOING + size * RECEIVER;
  },
  "part": ({ channel }) => left(channel),
  "attach": () => EVENT,
  "detach": ({ quit }) => quit?.channels.reduce((sum, channel) => sum + left(channel), EVENT) ?? 0,
  "nick": ({ user }) => channelsOf(user).reduce((sum, channel) => sum + left(channel), EVENT),
  "setname": ({ user }) => seen(user),
  "away": ({ user }) => seen(user),
  "account": ({ user }) => seen(user),
  "metadata": ({ channel, users }) =>
    channel === undefined
      ? users.reduce((sum, user) => sum + seen(user), EVENT)
      : inChannel(channel),
  "kick": ({ channel }) => inChannel(channel),
  "topic": ({ channel }) => inChannel(channel),
  "channel-mode": ({ channel }) => inChannel(channel),
  "redact": ({ channel }) => channel === undefined ? EVENT + ROW : inChannel(channel),
  "rename": ({ channel }) => inChannel(channel) + channel.members.size ** 2 * RENAMED,
  "invite": () => EVENT,
  "knock": () => EVENT,
  "silence": () => EVENT,
  "marker": () => EVENT,
  "connect": () => COST.entering,
};

/** What an applied event costs those who asked for it. */
export function costOf<E extends NetworkEvent>(event: E, effect: Effects[E["type"]]): number {
  const type = event.type as E["type"];
  return EVENTS[type]?.(effect, event as unknown as EventOf<E["type"]>) ?? 0;
}

/** An event that is stored, and that all members receive. */
function inChannel({ members }: Channel): number {
  return EVENT + ROW + members.size * RECEIVER;
}

/** Somebody has left a channel, or has another name in it; nothing is stored if they were alone. */
function left({ members }: Channel): number {
  return members.size <= 1 ? EVENT : EVENT + COMING_AND_GOING + members.size * RECEIVER;
}

/** An event that all who share a channel with a user receive. */
function seen(user: User): number {
  return channelsOf(user)
    .reduce((sum, { members }) => sum + members.size * RECEIVER, EVENT);
}

function channelsOf({ memberships }: User): Channel[] {
  return [...memberships.values()].map(({ channel }) => channel);
}
