import type { ConversationId } from "../../navigation/conversation_list.ts";
import type { Chat } from "../../chat.ts";
import type { Target } from "../../commands/mod.ts";
import type { ChatMessageEvent, ClientEvent } from "../../events.ts";
import { type Conversation, reduce } from "../../model/mod.ts";
import type { Network } from "../../networks.ts";
import type { Navigator } from "../../navigation/navigator.ts";
import { type Place, Places } from "../../navigation/places.ts";
import { type ScreenView } from "../view.ts";
import { TEN, viewOf } from "./views.ts";

/** A person on one network without a server, and what was requested from it. */
export class FakeNavigator {
  readonly #places = new Places();
  #view: ScreenView;
  /** `older #1`, `around #1 m7`, `search words #1`, `tell text`, in order. */
  readonly requests: string[] = [];
  /** The number of the last search. */
  token = 0;

  constructor(events: readonly ClientEvent[], size = { columns: 40, rows: 12 }) {
    this.#view = viewOf(events, size);
  }

  /** What a scroller or a search is made with. */
  get navigator(): Navigator {
    return this as unknown as Navigator;
  }

  readonly network = {
    id: "net",
    chat: {
      loadOlder: (key: string) => this.requests.push(`older ${key}`),
      loadAround: (key: string, { msgid }: ChatMessageEvent) =>
        this.requests.push(`around ${key} ${msgid}`),
      search: (words: string, target?: Target) => {
        this.requests.push(`search ${words} ${target?.name ?? "everywhere"}`);
        return ++this.token;
      },
      tell: (text: string) => this.requests.push(`tell ${text}`),
      same: (one: string, other: string) => one === other,
      current: "#1",
    } as unknown as Chat,
  } as Network;

  get chat(): Chat {
    return this.network.chat;
  }

  get current(): ConversationId {
    return { network: "net", key: "#1" };
  }

  get place(): Place {
    return this.#places.of(this.current);
  }

  get conversation(): Conversation | undefined {
    return this.#view.networks[0]?.state.conversations.get(this.current.key);
  }

  /** The screen as it is drawn now. */
  get view(): ScreenView {
    const { anchor, firstNew, marked } = this.place;
    return { ...this.#view, anchor, firstNew, marked };
  }

  open(_network: Network, { name }: Target): void {
    this.requests.push(`open ${name}`);
  }

  /** Something happens in the network. */
  happen(...events: readonly ClientEvent[]): void {
    const networks = this.#view.networks.map((network) => ({
      ...network,
      state: events.reduce(reduce, network.state),
    }));
    this.#view = { ...this.#view, networks };
  }
}

/** A page of the history of room 1. */
export function pageOf(
  messages: readonly ChatMessageEvent[],
  { kind = "older", more = true }: { kind?: "older" | "around"; more?: boolean } = {},
): ClientEvent {
  return {
    type: "page",
    time: TEN,
    conversation: "#1",
    room: true,
    kind,
    messages,
    reactions: [],
    more,
  };
}
