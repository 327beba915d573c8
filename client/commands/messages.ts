import { parseMessage } from "../../protocol/message.ts";
import { roomName } from "../format/names.ts";
import type { Command } from "./command.ts";
import { currentTarget, resolveTarget } from "./targets.ts";

/** Saying things. */
export const MESSAGE_COMMANDS: readonly Command[] = [
  {
    name: "to",
    usage: "/to NAME",
    description: "Talk to this person, or in this room, from now on",
    minWords: 1,
    completes: "people",
    execute(actions, { words: [name = ""] }) {
      const target = resolveTarget(name, actions.state);
      actions.focus(target);
      const where = target.room ? `in ${roomName(target.name)}` : `to ${target.name}`;
      actions.tell(`You talk ${where} now`);
    },
  },
  {
    name: "msg",
    usage: "/msg NAME TEXT",
    description: "Say one thing to a person or in a room",
    minWords: 2,
    completes: "people",
    execute(actions, { words: [name = ""], after }) {
      actions.say(resolveTarget(name, actions.state), after(1), "message");
    },
  },
  {
    name: "me",
    usage: "/me TEXT",
    description: "Say what you do: * bob waves",
    minWords: 1,
    completes: "people",
    execute(actions, { text }) {
      const target = currentTarget(actions.state);
      if (target === undefined) actions.refuse("You talk to nobody: /join ROOM or /to NICK first");
      else actions.say(target, text, "action");
    },
  },
  {
    name: "notice",
    usage: "/notice NAME TEXT",
    description: "Say something that no program answers",
    minWords: 2,
    completes: "people",
    execute(actions, { words: [name = ""], after }) {
      actions.say(resolveTarget(name, actions.state), after(1), "notice");
    },
  },
  {
    name: "raw",
    usage: "/raw LINE",
    description: "Send a line of the protocol as it is",
    minWords: 1,
    completes: "none",
    execute(actions, { text }) {
      const message = parseMessage(text);
      if (typeof message === "string") {
        actions.refuse(`Cannot send "${text}": it is no line of the protocol`);
        return;
      }
      const command = message.command.toUpperCase();
      if (command === "QUIT") actions.quit(message.params[0]);
      else actions.send(command, message.params, { repeat: false });
    },
  },
];
