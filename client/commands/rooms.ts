import { channelName } from "../format/names.ts";
import type { Command } from "./command.ts";
import { currentRoom, resolveTarget, roomOf } from "./targets.ts";

/** Rooms: entering, leaving, ruling. */
export const ROOM_COMMANDS: readonly Command[] = [
  {
    name: "join",
    usage: "/join ROOM [KEY]",
    description: "Enter a room, which comes into being with the first who does",
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
    description: "Leave a room, this one if none is named",
    minWords: 0,
    completes: "rooms",
    execute(actions, { words: [word], text, after }) {
      const named = word === undefined ? undefined : resolveTarget(word, actions.state);
      if (named?.room === true) {
        actions.part(named.name, after(1) || undefined);
        return;
      }
      const room = currentRoom(actions.state);
      if (room !== undefined) actions.part(room, text || undefined);
      else actions.refuse("You are in no room to leave");
    },
  },
  {
    name: "names",
    usage: "/names [ROOM]",
    description: "Who is in the room",
    minWords: 0,
    completes: "rooms",
    execute(actions, { words: [word] }) {
      const room = roomOf(actions, word === undefined ? undefined : channelName(word));
      if (room !== undefined) actions.send("NAMES", [room.channel]);
    },
  },
  {
    name: "topic",
    usage: "/topic [#ROOM] [TEXT]",
    description: "Show what the room is about, or change it",
    minWords: 0,
    completes: "none",
    execute(actions, { words: [word], after }) {
      const room = roomOf(actions, word);
      if (room === undefined) return;
      const topic = after(room.words);
      actions.send("TOPIC", topic === "" ? [room.channel] : [room.channel, topic]);
    },
  },
  {
    name: "list",
    usage: "/list [PATTERN]",
    description: "The rooms of this server",
    minWords: 0,
    completes: "none",
    execute(actions, { words }) {
      actions.send("LIST", words.slice(0, 1), { target: "LIST" });
    },
  },
  {
    name: "invite",
    usage: "/invite NICK [ROOM]",
    description: "Ask someone into the room",
    minWords: 1,
    completes: "people",
    execute(actions, { words: [nick = "", word] }) {
      const room = roomOf(actions, word === undefined ? undefined : channelName(word));
      if (room !== undefined) actions.send("INVITE", [nick, room.channel]);
    },
  },
  {
    name: "kick",
    usage: "/kick NICK [REASON]",
    description: "Remove someone from the room",
    minWords: 1,
    completes: "people",
    execute(actions, { words: [nick = ""], after }) {
      const room = roomOf(actions, undefined);
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
    description: "Show or change the room's settings: /mode +o bob",
    minWords: 0,
    completes: "none",
    execute(actions, { words }) {
      const [first] = words;
      if (first !== undefined && !/^[+-]/.test(first)) {
        const { name } = resolveTarget(first, actions.state);
        actions.send("MODE", [name, ...words.slice(1)]);
        return;
      }
      const room = roomOf(actions, undefined);
      if (room !== undefined) actions.send("MODE", [room.channel, ...words]);
    },
  },
];
