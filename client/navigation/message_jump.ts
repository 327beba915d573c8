import type { ClientEvent } from "../events.ts";
import type { MessagePosition } from "../history/pages.ts";
import { type ConversationEntry, indexOfMessage } from "../model/mod.ts";
import type { Network } from "../networks.ts";
import { t } from "../texts/mod.ts";
import type { Navigator } from "./navigator.ts";

/** A message to go to, which may not be loaded. */
export interface JumpTarget extends MessagePosition {
  readonly conversation: string;
  readonly room: boolean;
  /** By these a message without a msgid is found. */
  readonly from?: string;
  readonly text?: string;
}

/** Goes to messages, which are loaded with those around them if they are not there. */
export class MessageJump {
  readonly #navigator: Navigator;
  readonly #show: (target: JumpTarget) => boolean;
  /** The message that is gone to when the messages around it have come. */
  #awaited: JumpTarget | undefined;

  /** `show` scrolls the current conversation to a message, and returns false if it is not there. */
  constructor(navigator: Navigator, show: (target: JumpTarget) => boolean) {
    this.#navigator = navigator;
    this.#show = show;
  }

  go(network: Network, target: JumpTarget): void {
    const navigator = this.#navigator;
    navigator.open(network, { name: target.conversation, room: target.room });
    navigator.place.marked = target;
    this.#awaited = undefined;
    if (this.#show(target)) return;
    this.#awaited = target;
    network.chat.loadAround(navigator.current.key, target);
  }

  /** Follows what the network answers. */
  handle(network: Network, event: ClientEvent): void {
    const target = this.#awaited;
    if (event.type !== "page" || target === undefined) return;
    const { chat } = network;
    if (this.#navigator.network !== network || !chat.same(chat.current, target.conversation)) {
      return;
    }
    this.#awaited = undefined;
    if (this.#show(target)) return;
    chat.tell(t("The message is not in the history any more"));
  }
}

/** The position of a message that was found; -1 if it is not there. */
export function indexOfTarget(entries: readonly ConversationEntry[], target: JumpTarget): number {
  if (target.msgid !== undefined) return indexOfMessage(entries, target.msgid);
  return entries.findLastIndex((entry) =>
    entry.type === "message" && entry.time === target.time && entry.from === target.from &&
    entry.text === target.text
  );
}
