import { casefold } from "../../protocol/names.ts";
import { channelName, hasChannelSign } from "../format/names.ts";
import { type ClientState, SERVER_KEY } from "../model/mod.ts";
import type { Actions, Target } from "./command.ts";
import { t } from "../texts/mod.ts";

/** What is known of rooms. */
export type RoomsKnown = Pick<Actions, "state" | "isWanted">;

/**
 * The room or person that a name means. `#1` and `1` are rooms, because no nickname begins with a
 * digit. Any other name is a room that we are in or are about to enter, or else a person; `@bob` is
 * always the person.
 */
export function resolveTarget(name: string, { state, isWanted }: RoomsKnown): Target {
  if (name.startsWith("@") && !hasChannelSign(name.slice(1))) {
    return { name: name.slice(1), room: false };
  }
  if (hasChannelSign(name)) return { name, room: true };
  const channel = channelName(name);
  if (/^\d/.test(name)) return { name: channel, room: true };
  const known = state.conversations.get(casefold(channel, state.caseMapping));
  if (known?.kind === "room" && known.joined) return { name: known.name, room: true };
  return isWanted(channel) ? { name: channel, room: true } : { name, room: false };
}

/** The room or person of the current conversation. */
export function currentTarget(state: ClientState): Target | undefined {
  const current = state.conversations.get(state.current ?? SERVER_KEY);
  if (current === undefined || current.kind === "server") return undefined;
  return { name: current.name, room: current.kind === "room" };
}

/** The room or person of the current conversation. Refuses the command if there is none. */
export function requireTarget({ state, refuse }: Actions): Target | undefined {
  const target = currentTarget(state);
  if (target === undefined) refuse(t("You talk to nobody: /join ROOM or /to NICK first"));
  return target;
}

/** The current room; while talking to a person, the only room there is. */
export function currentRoom(state: ClientState): string | undefined {
  const current = currentTarget(state);
  if (current?.room === true) return current.name;
  const rooms = [...state.conversations.values()].filter(({ kind }) => kind === "room");
  return rooms.length === 1 ? rooms[0]?.name : undefined;
}

/**
 * The room that a command is about: `word` if it begins with a channel's sign, else the current
 * room. `words` is the number of words that name it. Refuses the command if there is no room.
 */
export function requireRoom(
  actions: Actions,
  word: string | undefined,
): { readonly channel: string; readonly words: 0 | 1 } | undefined {
  if (word !== undefined && hasChannelSign(word)) return { channel: word, words: 1 };
  const room = currentRoom(actions.state);
  if (room !== undefined) return { channel: room, words: 0 };
  actions.refuse(t("You are in no room: /join ROOM first, or name one with its #"));
  return undefined;
}
