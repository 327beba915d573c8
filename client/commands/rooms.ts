import { channelModesIn } from "../../protocol/isupport.ts";
import { casefold } from "../../protocol/names.ts";
import { channelName } from "../format/names.ts";
import type { ClientState } from "../model/mod.ts";
import type { Command } from "./command.ts";
import { currentRoom, requireRoom, resolveTarget } from "./targets.ts";
import { t } from "../texts/mod.ts";

/** Commands that join, leave, show and moderate rooms. */
export const ROOM_COMMANDS: readonly Command[] = [
  {
    name: "join",
    usage: "/join ROOM [KEY]",
    description: "Enter a room; a room that does not exist is created",
    minWords: 1,
    completes: "rooms",
    execute(actions, { words: [rooms = "", key] }) {
      for (const room of rooms.split(",")) {
        if (room !== "") actions.join(channelName(room), key);
      }
    },
  },
  {
    name: "part",
    usage: "/part [ROOM] [REASON]",
    description: "Leave a room, or this one if none is named; before a reason of one word, name it",
    minWords: 0,
    completes: "rooms",
    execute(actions, { words, text, after }) {
      const [word] = words;
      const named = word === undefined ? undefined : resolveTarget(word, actions);
      if (named?.room === true) {
        actions.part(named.name, after(1) || undefined);
        return;
      }
      const room = currentRoom(actions.state);
      if (room === undefined) actions.refuse(t("You are in no room to leave"));
      else if (words.length === 1) {
        // It may be the mistyped name of another room.
        const values = { word: word ?? "", room };
        actions.refuse(
          t(
            "You are in no room “{word}”; to leave this one with that reason: /part {room} {word}",
            values,
          ),
        );
      } else actions.part(room, text || undefined);
    },
  },
  {
    name: "names",
    usage: "/names [ROOM]",
    description: "Show who is in the room",
    minWords: 0,
    completes: "rooms",
    execute(actions, { words: [word] }) {
      const room = requireRoom(actions, word === undefined ? undefined : channelName(word));
      if (room !== undefined) actions.send("NAMES", [room.channel]);
    },
  },
  {
    name: "topic",
    usage: "/topic [#ROOM] [TEXT]",
    description: "Show or change the topic of the room",
    minWords: 0,
    completes: "none",
    execute(actions, { words: [word], after }) {
      const room = requireRoom(actions, word);
      if (room === undefined) return;
      const topic = after(room.words);
      actions.send("TOPIC", topic === "" ? [room.channel] : [room.channel, topic]);
    },
  },
  {
    name: "list",
    usage: "/list [PATTERN]",
    description: "Show the rooms of this server",
    minWords: 0,
    completes: "none",
    execute(actions, { words }) {
      actions.send("LIST", words.slice(0, 1), { target: "LIST" });
    },
  },
  {
    name: "invite",
    usage: "/invite NICK [ROOM]",
    description: "Invite a person to the room",
    minWords: 1,
    completes: "people",
    execute(actions, { words: [nick = "", word] }) {
      const room = requireRoom(actions, word === undefined ? undefined : channelName(word));
      if (room !== undefined) actions.send("INVITE", [nick, room.channel]);
    },
  },
  {
    name: "kick",
    usage: "/kick NICK [REASON]",
    description: "Remove a person from the room",
    minWords: 1,
    completes: "people",
    execute(actions, { words: [nick = ""], after }) {
      const room = requireRoom(actions, undefined);
      if (room === undefined) return;
      const reason = after(1);
      actions.send("KICK", [room.channel, nick, ...(reason === "" ? [] : [reason])], {
        target: nick,
      });
    },
  },
  {
    name: "mode",
    usage: "/mode [#ROOM|NICK] [MODES]",
    description: "Show or change the modes of the room: /mode +o bob",
    minWords: 0,
    completes: "people",
    execute(actions, { words }) {
      const [first] = words;
      const isList = words.length === 1 && isListMode(first ?? "", actions.state);
      if (first !== undefined && !/^[+-]/.test(first) && !isList) {
        const { name } = resolveTarget(first, actions);
        actions.send("MODE", [name, ...words.slice(1)]);
        return;
      }
      const room = requireRoom(actions, undefined);
      if (room !== undefined) actions.send("MODE", [room.channel, ...words]);
    },
  },
];

/** Whether a word is the letter of a list, such as that of bans, and no person of that name is here. */
function isListMode(word: string, { isupport, people, caseMapping }: ClientState): boolean {
  return !people.has(casefold(word, caseMapping)) &&
    channelModesIn(isupport).some(({ letter, kind }) => letter === word && kind === "list");
}
