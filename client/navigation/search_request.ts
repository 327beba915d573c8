import type { Target } from "../commands/mod.ts";
import type { ChatMessageEvent, ClientEvent } from "../events.ts";
import type { Network } from "../networks.ts";

/** The answer to a search: what was found, or why nothing was searched. */
export type SearchAnswer =
  | { readonly messages: readonly ChatMessageEvent[] }
  | { readonly reason: string };

/** Searches the history of a network, and knows the answer to the last search. */
export class SearchRequest {
  readonly network: Network;
  /** The conversation that can be searched; undefined for the server's. */
  readonly target: Target | undefined;
  /** The number of the search that has not been answered. */
  #token: number | undefined;

  constructor(network: Network, target: Target | undefined) {
    this.network = network;
    this.target = target;
  }

  send(words: string, { here }: { readonly here: boolean }): void {
    // An answer or a refusal that comes at once is for this search, too.
    this.#token = -1;
    const token = this.network.chat.search(words, here ? this.target : undefined);
    if (this.#token !== undefined) this.#token = token;
  }

  /** The answer that an event is; undefined if it is none. */
  answer(network: Network, event: ClientEvent): SearchAnswer | undefined {
    if (network !== this.network || this.#token === undefined) return undefined;
    if (event.type === "found" && event.token === this.#token) {
      this.#token = undefined;
      return { messages: event.messages };
    }
    const isRefusal = event.type === "problem" || event.type === "refused";
    if (!isRefusal || (event.text ?? "") !== "") return undefined;
    this.#token = undefined;
    return { reason: event.reason };
  }
}
