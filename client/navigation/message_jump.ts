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

/** A message whose surroundings are to come. */
interface Awaited {
  readonly target: JumpTarget;
  /** Whether they are requested; otherwise they are as soon as others have come. */
  readonly isRequested: boolean;
}

/** Goes to messages, which are loaded with those around them if they are not there. */
export class MessageJump {
  readonly #navigator: Navigator;
  readonly #show: (target: JumpTarget) => boolean;
  /** The message that is gone to when the messages around it have come. */
  #awaited: Awaited | undefined;

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
    this.#request(network, target);
  }

  /** Follows what the network answers. */
  handle(network: Network, event: ClientEvent): void {
    if (event.type !== "page" || this.#awaited === undefined) return;
    const { target, isRequested } = this.#awaited;
    const { chat } = network;
    const isHere = this.#navigator.network === network &&
      chat.same(chat.current, target.conversation);
    if (!isHere || !chat.same(event.conversation, target.conversation)) return;
    this.#awaited = undefined;
    if (this.#show(target)) return;
    if (isRequested) chat.tell(t("The message is not in the history any more"));
    else this.#request(network, target);
  }

  #request({ chat }: Network, target: JumpTarget): void {
    // The answer may be there before the call returns.
    this.#awaited = { target, isRequested: true };
    const isRequested = chat.loadAround(this.#navigator.current.key, target);
    if (!isRequested) this.#awaited = { target, isRequested };
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
