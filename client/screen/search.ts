import type { Target } from "../commands/mod.ts";
import type { ChatMessageEvent, ClientEvent } from "../events.ts";
import { roomName } from "../format/names.ts";
import { MessageJump } from "../navigation/message_jump.ts";
import type { Navigator } from "../navigation/navigator.ts";
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
  readonly network: Network;
  /** The conversation that can be searched; undefined for the server's. */
  readonly target: Target | undefined;
  /** The number of the search that has not been answered. */
  token: number | undefined;
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
    const { page } = this.#begun ?? {};
    if (page?.hasFound && this.#begun?.network === network) {
      page.reopen();
      return page;
    }
    const begun: Begun = {
      network,
      target,
      token: undefined,
      page: new SearchPage({
        here: target?.room ? roomName(target.name) : target?.name,
        search: (words, { here }) => {
          // An answer or a refusal that comes at once is for this search, too.
          begun.token = -1;
          const token = network.chat.search(words, here ? target : undefined);
          if (begun.token !== undefined) begun.token = token;
        },
        go: (message) => this.#go(begun, message),
      }),
    };
    this.#begun = begun;
    return begun.page;
  }

  /** Goes to the next found message, or to the one before. */
  step(step: 1 | -1): void {
    const message = this.#begun?.page.step(step);
    if (message !== undefined && this.#begun !== undefined) this.#go(this.#begun, message);
  }

  /** Follows what the network answers. */
  handle(network: Network, event: ClientEvent): void {
    this.#jump.handle(network, event);
    const begun = this.#begun;
    if (begun === undefined || network !== begun.network) return;
    if (event.type === "found" && event.token !== undefined && event.token === begun.token) {
      begun.token = undefined;
      begun.page.show(event.messages);
    } else if (event.type === "problem" || event.type === "refused") {
      if (begun.token === undefined || (event.text ?? "") !== "") return;
      begun.token = undefined;
      begun.page.fail(event.reason);
    }
  }

  #go({ network }: Begun, message: ChatMessageEvent): void {
    this.#options.close();
    this.#jump.go(network, message);
  }
}
