import { casefold } from "../../protocol/names.ts";
import type { ClientState } from "../model/mod.ts";
import { channelName, hasChannelSign } from "../format/names.ts";
import type { Actions, Target } from "./command.ts";

/**
 * Whom or what a name means: `#1` and `1` are rooms, for no nickname begins with a digit; else it
 * is a room we are in, or a person. `@bob` is always the person.
 */
export function resolveTarget(name: string, state: ClientState): Target {
  if (name.startsWith("@") && !hasChannelSign(name.slice(1))) {
    return { name: name.slice(1), room: false };
  }
  if (hasChannelSign(name)) return { name, room: true };
  const channel = channelName(name);
  if (/^\d/.test(name)) return { name: channel, room: true };
  const known = state.conversations.get(casefold(channel, state.caseMapping));
  return known?.kind === "room" && known.joined
    ? { name: known.name, room: true }
    : { name, room: false };
}

/** The room or person one talks to. */
export function currentTarget(state: ClientState): Target | undefined {
  const current = state.conversations.get(state.current ?? "");
  return current && { name: current.name, room: current.kind === "room" };
}

/** The room one is in, or the only one there is when one talks to a person. */
export function currentRoom(state: ClientState): string | undefined {
  const current = currentTarget(state);
  if (current?.room === true) return current.name;
  const rooms = [...state.conversations.values()].filter(({ kind }) => kind === "room");
  return rooms.length === 1 ? rooms[0]?.name : undefined;
}

/**
 * The room a command is about: the first word when it is a channel with its sign, else the room
 * one is in; `words` says how many words that took. Undefined, and told, when there is none.
 */
export function roomOf(
  actions: Actions,
  word: string | undefined,
): { readonly channel: string; readonly words: 0 | 1 } | undefined {
  if (word !== undefined && hasChannelSign(word)) return { channel: word, words: 1 };
  const room = currentRoom(actions.state);
  if (room !== undefined) return { channel: room, words: 0 };
  actions.refuse("You are in no room: /join ROOM first, or name one with its #");
  return undefined;
}
