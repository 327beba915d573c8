import type { ChatMessageEvent, ClientEvent } from "../../events.ts";
import type { ConversationId } from "../../navigation/conversation_list.ts";
import { FoundMessages } from "../../navigation/found_messages.ts";
import type { MessageJump } from "../../navigation/message_jump.ts";
import type { Navigator } from "../../navigation/navigator.ts";
import type { Anchor } from "../../navigation/places.ts";
import { SearchRequest } from "../../navigation/search_request.ts";
import type { Network } from "../../networks.ts";

/** Where the person was before they went to a found message. */
interface Origin {
  readonly id: ConversationId;
  readonly anchor: Anchor | undefined;
}

/** Options for {@linkcode PageSearch}. */
export interface PageSearchOptions {
  readonly navigator: Navigator;
  readonly jump: MessageJump;
  /** Called when there is something else to draw. */
  readonly changed: () => void;
}

/** The search of the page: its words and results, and the way from one to the next and back. */
export class PageSearch {
  readonly #options: PageSearchOptions;
  #request: SearchRequest | undefined;
  #found = new FoundMessages({ here: true });
  #typed = "";
  #origin: Origin | undefined;

  constructor(options: PageSearchOptions) {
    this.#options = options;
  }

  get found(): FoundMessages {
    return this.#found;
  }

  /** The words as they were typed last. */
  get typed(): string {
    return this.#typed;
  }

  /** The conversation that can be searched alone; undefined where only everything can be. */
  get target(): SearchRequest["target"] {
    return this.#request?.target;
  }

  /** Whether the person goes from one found message to the next. */
  get isStepping(): boolean {
    return this.#origin !== undefined && this.#found.hasFound;
  }

  /** The dialog opens: what was found is still there, unless one is elsewhere now. */
  open(): void {
    const { network, conversation } = this.#options.navigator;
    const target = conversation === undefined || conversation.kind === "server"
      ? undefined
      : { name: conversation.name, room: conversation.kind === "room" };
    const before = this.#request;
    const isSame = before?.network === network && before.target?.name === target?.name;
    if (before !== undefined && (isSame || this.isStepping)) return;
    this.#request = new SearchRequest(network, target);
    this.#found = new FoundMessages({ here: target !== undefined });
  }

  /** Searches for words, here or everywhere. */
  search(words: string): void {
    this.#typed = words;
    if (words.trim() === "" || this.#request === undefined) return;
    this.#found.begin(words.trim());
    this.#request.send(words.trim(), { here: this.#found.here });
    this.#options.changed();
  }

  setHere(here: boolean): void {
    this.#found.here = here;
    this.search(this.#typed);
  }

  /** Goes to the found message at a position. */
  go(position: number): void {
    const { navigator } = this.#options;
    const { current: id, place } = navigator;
    this.#origin ??= { id, anchor: place.anchor };
    this.#found.select(position);
    this.#jump(this.#found.chosen);
  }

  /** Goes to the next older message that was found, or to the next newer one. */
  step(step: 1 | -1): void {
    if (this.isStepping) this.#jump(this.#found.step(step));
  }

  /** Ends going from one to the next, and returns to where it began. */
  goBack(): void {
    const origin = this.#origin;
    if (origin === undefined) return;
    const { navigator, changed } = this.#options;
    this.#origin = undefined;
    navigator.place.marked = undefined;
    navigator.go(origin.id);
    navigator.place.anchor = origin.anchor;
    changed();
  }

  /** Ends going from one to the next. */
  end(): void {
    this.#origin = undefined;
    this.#options.navigator.place.marked = undefined;
    this.#options.changed();
  }

  /** Follows what the network answers. */
  handle(network: Network, event: ClientEvent): void {
    const answer = this.#request?.answer(network, event);
    if (answer === undefined) return;
    if ("messages" in answer) this.#found.show(answer.messages);
    else this.#found.fail(answer.reason);
  }

  #jump(message: ChatMessageEvent | undefined): void {
    if (message === undefined || this.#request === undefined) return;
    this.#options.jump.go(this.#request.network, message);
    this.#options.changed();
  }
}
