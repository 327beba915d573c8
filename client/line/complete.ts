import { COMMANDS } from "../commands/mod.ts";
import type { ClientState } from "../model/mod.ts";
import { roomName } from "../format/names.ts";
import type { Complete } from "./editor.ts";

/** Returns a function that completes /commands and the names of people and rooms. */
export function completeFrom(state: () => ClientState): Complete {
  return (before) => {
    const word = /\S*$/.exec(before)?.[0] ?? "";
    const starts = (name: string) => name.toLowerCase().startsWith(word.toLowerCase());
    const result = (names: readonly string[], end: string) => ({
      replaces: word.length,
      candidates: names.filter(starts).map((name) => name + end),
    });
    if (word === before && /^\/[^/]*$/.test(word)) {
      return result(COMMANDS.map((command) => `/${command.name}`), " ");
    }
    const [, name] = /^\/(\S+)\s/.exec(before) ?? [];
    const command = COMMANDS.find((one) => one.name === name?.toLowerCase());
    if (command?.completes === "commands") return result(COMMANDS.map(({ name }) => name), " ");
    if (command?.completes === "rooms") return result(rooms(state()), " ");
    if (word === "") return { replaces: 0, candidates: [] };
    // The first word of a message is the person it is for, with a colon.
    if (command === undefined) return result(people(state()), word === before ? ": " : " ");
    return result([...people(state()), ...rooms(state())], " ");
  };
}

/** Names of people: the last speakers of the conversation, its other members, everybody else. */
function people(state: ClientState): string[] {
  const current = state.conversations.get(state.current ?? "");
  const speakers = (current?.entries ?? [])
    .flatMap((entry) => entry.type === "message" && !entry.own ? [entry.from] : [])
    .reverse();
  const members = [...current?.members.values() ?? []].map(({ nick }) => nick).sort();
  const others = [...state.people.values(), ...state.friends.values()].map(({ nick }) => nick);
  const present = new Set([...members, ...others]);
  const names = new Set([...speakers.filter((nick) => present.has(nick)), ...members, ...others]);
  names.delete(state.nick);
  return [...names];
}

function rooms(state: ClientState): string[] {
  return [...state.conversations.values()]
    .filter(({ kind }) => kind === "room")
    .map(({ name }) => roomName(name));
}
