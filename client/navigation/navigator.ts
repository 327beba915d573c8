import { casefold } from "../../protocol/names.ts";
import type { Chat } from "../chat.ts";
import type { Target } from "../commands/mod.ts";
import type { ClientEvent, RefusedEvent } from "../events.ts";
import { type Conversation, SERVER_KEY } from "../model/mod.ts";
import type { Network, Networks } from "../networks.ts";
import { t } from "../texts/mod.ts";
import { type Place, Places } from "./places.ts";
import {
  type ConversationId,
  idText,
  listConversations,
  type ListedConversation,
  type NetworkView,
} from "./conversation_list.ts";

/** Somewhere to go: a conversation, or a person to open one with. */
export interface Destination {
  readonly name: string;
  /** What stands beside the name: the network, what kind it is, how much is unread. */
  readonly note: string;
  /** Unread messages, which come first where nothing is typed. */
  readonly unread: number;
  readonly go: () => void;
}

/**
 * Where the person is among the conversations of all networks. Only the chat of that network has a
 * current conversation; in the others everything is unread.
 */
export class Navigator {
  readonly #networks: Networks;
  readonly #places = new Places();
  #network: Network;
  #looking = true;

  /** Begins at the current conversation of a network. */
  constructor(networks: Networks, network: Network) {
    this.#networks = networks;
    this.#network = network;
    for (const { chat } of networks.all) chat.look(chat === network.chat);
  }

  /** The network of the current conversation. */
  get network(): Network {
    return this.#network;
  }

  get chat(): Chat {
    return this.#network.chat;
  }

  /** The current conversation, or the server's where there is none. */
  get current(): ConversationId {
    return { network: this.#network.id, key: this.chat.state.current ?? SERVER_KEY };
  }

  get conversation(): Conversation | undefined {
    return this.chat.state.conversations.get(this.current.key);
  }

  get place(): Place {
    return this.placeOf(this.current);
  }

  placeOf(id: ConversationId): Place {
    return this.#places.of(id);
  }

  /** What is typed and not sent in conversations, by the texts of {@linkcode idText}. */
  get drafts(): ReadonlyMap<string, string> {
    return this.#places.drafts;
  }

  /** What is typed and not sent, with the names of the conversations. */
  get namedDrafts(): { readonly to: string; readonly text: string }[] {
    const { drafts } = this;
    return this.list.flatMap(({ title, ...id }) => {
      const text = drafts.get(idText(id));
      return text === undefined ? [] : [{ to: title, text }];
    });
  }

  /** All networks, as they are drawn; those of one name by their addresses. */
  get views(): NetworkView[] {
    const { all } = this.#networks;
    const names = all.map(({ chat }) => chat.state.network);
    return all.map(({ id, setup, chat: { state } }) => {
      const { network } = state;
      const isUnique = network !== undefined &&
        names.indexOf(network) === names.lastIndexOf(network);
      const { settings } = setup.chat;
      return { id, name: isUnique ? network : id, state, lagMs: state.lagMs, settings };
    });
  }

  /** The conversations of all networks, in the order of the list. */
  get list(): ListedConversation[] {
    return this.views.flatMap(listConversations);
  }

  /** Goes to the conversation at a position of the list, servers not counted. */
  goToPosition(position: number): void {
    const target = this.list.filter(({ conversation }) => conversation.kind !== "server")[position];
    if (target !== undefined) this.go(target);
  }

  goBy(step: 1 | -1): void {
    const { list } = this;
    const target = list[(positionIn(list, this.current) + step + list.length) % list.length];
    if (target !== undefined) this.go(target);
  }

  /** Goes to the next unread conversation, to one with mentions first. */
  goToUnread(): void {
    const unread = this.list.filter((listed) => listed.unread > 0);
    const target = unread.find(({ mentions }) => mentions > 0) ?? unread[0];
    if (target !== undefined) this.go(target);
  }

  go({ network: id, key }: ConversationId): void {
    const network = this.#networks.find(id);
    if (network === undefined) return;
    const { conversations, friends } = network.chat.state;
    const conversation = conversations.get(key);
    const friend = friends.get(key);
    if (conversation?.kind === "server") this.open(network, undefined);
    else if (conversation !== undefined) {
      this.open(network, { name: conversation.name, room: conversation.kind === "room" });
    } else if (friend !== undefined) this.open(network, { name: friend.nick, room: false });
  }

  /** Goes to a conversation, which is opened if it is not yet; undefined for the server's. */
  open(network: Network, target: Target | undefined): void {
    this.#markSeen();
    const before = this.#network;
    this.#network = network;
    if (before !== network) {
      before.chat.look(false);
      before.chat.focus(undefined);
      network.chat.look(this.#looking);
    }
    network.chat.focus(target);
  }

  /** Goes away from a conversation that is about to be closed, to the one below or above it. */
  goFrom(id: ConversationId): void {
    const { current } = this;
    if (idText(id) !== idText(current)) return;
    const list = this.list.filter(({ network, key }) =>
      this.#networks.find(network)?.chat.state.conversations.has(key)
    );
    const at = positionIn(list, current);
    const target = list[at + 1]?.network === id.network ? list[at + 1] : list[at - 1];
    if (target !== undefined) this.go(target);
  }

  /** The person begins or ends looking at the window. */
  look(looking: boolean): void {
    if (looking === this.#looking) return;
    this.#looking = looking;
    this.chat.look(looking);
    if (looking) this.#lookHere();
    else this.#markSeen();
  }

  /** Whether the person looks at a conversation now. */
  sees(network: Network, conversation: string): boolean {
    return this.#looking && this.#network.id === network.id &&
      network.chat.same(conversation, network.chat.current);
  }

  // Messages that come from now on are new when the person looks here again.
  #markSeen(): void {
    this.place.markSeen(this.conversation?.entries ?? []);
  }

  #lookHere(): void {
    const { entries = [], readAt } = this.conversation ?? {};
    if (this.#looking) this.place.lookAt(entries, readAt);
  }

  /** Lets the others know whether we are typing, if the person wants that. */
  showTyping(): void {
    const { text, isBlank } = this.place.composer;
    if (!this.#network.setup.chat.settings.get("typing")) return;
    this.chat.setTyping(isBlank || text.startsWith("/") ? "done" : "active");
  }

  /** Follows events that turn a chat to another conversation, or refuse a text. */
  handle(network: Network, event: ClientEvent): void {
    switch (event.type) {
      case "focus":
        if (network === this.#network) this.#lookHere();
        // A chat turns to its rooms by itself; the person stays where they are.
        else if (event.conversation !== "") network.chat.focus(undefined);
        return;
      case "nick":
        this.#places.move(idIn(network, event.nick), idIn(network, event.newNick));
        return;
      case "problem":
        if (event.text !== undefined) this.#current(network).refused(event.text);
        return;
      case "refused":
        this.#refused(network, event);
    }
  }

  #current(network: Network): Place {
    return this.placeOf({ network: network.id, key: network.chat.state.current ?? SERVER_KEY });
  }

  #refused(network: Network, { id, text, about }: RefusedEvent): void {
    if (id === undefined || text === undefined) return;
    const current = this.#current(network);
    const named = idIn(network, about);
    // The server names a room or person, but a command was typed elsewhere, and is kept there.
    if (text.startsWith("/")) {
      if (current.hasTyped(text)) current.refused(text);
    } else if (network.chat.state.conversations.has(named.key)) this.placeOf(named).refused(text);
    else current.refused(text);
  }

  /** Everywhere one can go: conversations, and people to open one with. */
  get destinations(): Destination[] {
    const { list } = this;
    const several = this.#networks.all.length > 1;
    const known = new Set(list.map(({ network, key }) => `${network} ${key}`));
    const note = (network: string, what: string) => several ? `${what}, ${network}` : what;
    const conversations = list.map((listed): Destination => ({
      name: listed.title,
      note: note(listed.network, noteOf(listed)),
      unread: listed.unread,
      go: () => this.go(listed),
    }));
    const people = this.#networks.all.flatMap((network) =>
      [...network.chat.state.people]
        .filter(([key]) => !known.has(`${network.id} ${key}`))
        .map(([, { nick }]): Destination => ({
          name: nick,
          note: note(network.id, t("person")),
          unread: 0,
          go: () => this.open(network, { name: nick, room: false }),
        }))
    );
    return [...conversations, ...people];
  }
}

function idIn({ id, chat }: Network, name: string): ConversationId {
  return { network: id, key: casefold(name, chat.state.caseMapping) };
}

function positionIn(list: readonly ListedConversation[], id: ConversationId): number {
  return list.findIndex((listed) => idText(listed) === idText(id));
}

function noteOf({ conversation: { kind }, unread, mentions }: ListedConversation): string {
  const what = { room: t("room"), person: t("person"), server: t("network") }[kind];
  if (unread === 0) return what;
  const count = t("{count} unread", { count: unread });
  return mentions > 0 ? `${what}, ${count} !` : `${what}, ${count}`;
}
