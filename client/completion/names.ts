import { roomName } from "../format/names.ts";
import type { ClientState } from "../model/mod.ts";

/** Messages that are looked through for the people who spoke last. */
const MAX_LOOKED_THROUGH = 1_000;

/** Names of people: the last speakers of the conversation, its other members, everybody else. */
export function peopleNames(state: ClientState): string[] {
  const current = state.conversations.get(state.current ?? "");
  const speakers = (current?.entries ?? []).slice(-MAX_LOOKED_THROUGH)
    .flatMap((entry) => entry.type === "message" && !entry.own ? [entry.from] : [])
    .reverse();
  const members = [...current?.members.values() ?? []].map(({ nick }) => nick).sort();
  const others = [...state.people.values(), ...state.friends.values()].map(({ nick }) => nick);
  const present = new Set([...members, ...others]);
  const names = new Set([...speakers.filter((nick) => present.has(nick)), ...members, ...others]);
  names.delete(state.nick);
  return [...names];
}

/** Names of the rooms that are open: as people write them, or with the sign that channels have. */
export function roomNames(state: ClientState, { withSign }: { withSign: boolean }): string[] {
  return [...state.conversations.values()]
    .filter(({ kind }) => kind === "room")
    .map(({ name }) => withSign ? name : roomName(name));
}
