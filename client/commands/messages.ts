import { parseMessage } from "../../protocol/message.ts";
import { hasChannelSign, roomName } from "../format/names.ts";
import type { Command } from "./command.ts";
import { requireTarget, resolveTarget } from "./targets.ts";
import { t } from "../texts/mod.ts";

/** Commands that send messages. */
export const MESSAGE_COMMANDS: readonly Command[] = [
  {
    name: "to",
    usage: "/to NAME",
    description: "Talk to this person or in this room from now on",
    minWords: 1,
    completes: "targets",
    execute(actions, { words: [name = ""] }) {
      const target = resolveTarget(name, actions);
      actions.focus(target);
      // The screen shows it.
      if (actions.screen !== undefined) return;
      actions.tell(
        target.room
          ? t("You talk in {room} now", { room: roomName(target.name) })
          : t("You talk to {name} now", { name: target.name }),
      );
    },
  },
  {
    name: "query",
    usage: "/query NICK [TEXT]",
    description: "Open the conversation with a person and, with a text, send it",
    minWords: 1,
    completes: "people",
    execute(actions, { words: [name = ""], after }) {
      const target = resolveTarget(
        hasChannelSign(name) ? name : `@${name.replace(/^@/, "")}`,
        actions,
      );
      actions.focus(target);
      const text = after(1);
      if (text !== "") actions.say(target, text, "message");
    },
  },
  {
    name: "msg",
    usage: "/msg NAME TEXT",
    description: "Send one message to a person or room",
    minWords: 2,
    completes: "targets",
    execute(actions, { words: [name = ""], after }) {
      actions.say(resolveTarget(name, actions), after(1), "message");
    },
  },
  {
    name: "me",
    usage: "/me TEXT",
    description: "Describe what you do: * bob waves",
    minWords: 1,
    completes: "people",
    execute(actions, { text }) {
      const target = requireTarget(actions);
      if (target !== undefined) actions.say(target, text, "action");
    },
  },
  {
    name: "notice",
    usage: "/notice NAME TEXT",
    description: "Send a message that programs do not answer",
    minWords: 2,
    completes: "targets",
    execute(actions, { words: [name = ""], after }) {
      actions.say(resolveTarget(name, actions), after(1), "notice");
    },
  },
  {
    name: "raw",
    usage: "/raw LINE",
    description: "Send a line of the IRC protocol unchanged",
    minWords: 1,
    completes: "none",
    execute(actions, { text }) {
      const message = parseMessage(text);
      if (typeof message === "string") {
        actions.refuse(t("This is not a line of the IRC protocol"));
        return;
      }
      const command = message.command.toUpperCase();
      if (command === "QUIT") actions.quit(message.params[0]);
      else actions.send(command, message.params, { repeat: false });
    },
  },
];
