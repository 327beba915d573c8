import type { ChatMessageEvent, ClientEvent } from "../events.ts";
import { roomName } from "../format/names.ts";
import { MessageJump } from "../navigation/message_jump.ts";
import type { Navigator } from "../navigation/navigator.ts";
import { SearchRequest } from "../navigation/search_request.ts";
import type { Network } from "../networks.ts";
import { SearchPage } from "./overlays/search_page.ts";
import type { Scroller } from "./scroller.ts";

/** Options for {@linkcode Search}. */
export interface SearchOptions {
  readonly navigator: Navigator;
  readonly scroller: Scroller;
  /** Closes the page. */
  readonly close: () => void;
}

/** A search that was begun, and where one is among its results. */
interface Begun {
  readonly page: SearchPage;
  readonly request: SearchRequest;
}

/** Searches the history of the current network, and goes from one found message to the next. */
export class Search {
  readonly #options: SearchOptions;
  readonly #jump: MessageJump;
  #begun: Begun | undefined;

  constructor(options: SearchOptions) {
    this.#options = options;
    const { navigator, scroller } = options;
    this.#jump = new MessageJump(navigator, (message) => scroller.toMessage(message));
  }

  /** Begins a search, or shows the results of the last one of this network again. */
  open(): SearchPage {
    const { network, conversation } = this.#options.navigator;
    const target = conversation === undefined || conversation.kind === "server"
      ? undefined
      : { name: conversation.name, room: conversation.kind === "room" };
    if (this.#begun?.page.hasFound && this.#begun.request.network === network) {
      this.#begun.page.reopen();
      return this.#begun.page;
    }
    const request = new SearchRequest(network, target);
    const page = new SearchPage({
      here: target?.room ? roomName(target.name) : target?.name,
      search: (words, scope) => request.send(words, scope),
      go: (message) => this.#go(request, message),
    });
    this.#begun = { request, page };
    return page;
  }

  /** Goes to the next found message, or to the one before. */
  step(step: 1 | -1): void {
    const message = this.#begun?.page.step(step);
    if (message !== undefined && this.#begun !== undefined) this.#go(this.#begun.request, message);
  }

  /** Follows what the network answers. */
  handle(network: Network, event: ClientEvent): void {
    this.#jump.handle(network, event);
    const answer = this.#begun?.request.answer(network, event);
    if (answer === undefined) return;
    if ("messages" in answer) this.#begun?.page.show(answer.messages);
    else this.#begun?.page.fail(answer.reason);
  }

  #go({ network }: SearchRequest, message: ChatMessageEvent): void {
    this.#options.close();
    this.#jump.go(network, message);
  }
}
