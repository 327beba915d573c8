import { messageOf } from "../../protocol/errors.ts";
import { t } from "../texts/mod.ts";
import type { Actions, Command } from "./command.ts";
import { currentTarget, resolveTarget } from "./targets.ts";

/** Commands for connections; those for several networks at once are only on the screen. */
export const NETWORK_COMMANDS: readonly Command[] = [
  {
    name: "reconnect",
    usage: "/reconnect",
    description: "Connect again",
    minWords: 0,
    completes: "none",
    execute(actions) {
      if (actions.reconnect()) return;
      if (actions.screen === undefined) actions.refuse(t("The first connection is being made"));
      else attempt(actions, () => actions.screen?.connect([]));
    },
  },
  {
    name: "connect",
    usage: "/connect [NETWORK | HOST[:PORT],… [tls]]",
    description:
      "Connect to one more network, again to one that you left, or at once instead of waiting",
    minWords: 0,
    completes: "networks",
    onScreen: true,
    execute: (actions, { words }) => attempt(actions, () => actions.screen?.connect(words)),
  },
  {
    name: "disconnect",
    usage: "/disconnect [NETWORK] [REASON]",
    description: "Leave a network, or this one if none is named",
    minWords: 0,
    completes: "networks",
    onScreen: true,
    execute: (actions, args) => attempt(actions, () => actions.screen?.disconnect(args)),
  },
  {
    name: "close",
    usage: "/close [NAME]",
    description: "Close a conversation, this one if none is named; a room is left",
    minWords: 0,
    completes: "targets",
    execute(actions, { words: [name] }) {
      const target = name === undefined
        ? currentTarget(actions.state)
        : resolveTarget(name, actions);
      attempt(actions, () => actions.close(target));
    },
  },
  {
    name: "networks",
    usage: "/networks",
    description: "Show your networks and how they are",
    minWords: 0,
    completes: "none",
    onScreen: true,
    execute: (actions) => actions.tell(actions.screen?.describeNetworks() ?? ""),
  },
];

function attempt(actions: Actions, action: () => void): void {
  try {
    action();
  } catch (error) {
    actions.refuse(messageOf(error));
  }
}
