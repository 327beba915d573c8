import { systemClock } from "../connection/clock.ts";
import { DEFAULT_BACKOFF } from "../connection/backoff.ts";
import type { Target } from "../commands/mod.ts";
import type { ClientEvent } from "../events.ts";
import { channelName, hasChannelSign } from "../format/names.ts";
import {
  type ConversationId,
  idText,
  type ListedConversation,
  type NetworkView,
} from "../navigation/conversation_list.ts";
import { Navigator } from "../navigation/navigator.ts";
import { networkActions } from "../navigation/network_actions.ts";
import { MessageJump } from "../navigation/message_jump.ts";
import type { Place } from "../navigation/places.ts";
import { type Conversation, SERVER_KEY } from "../model/mod.ts";
import { type ChatSetup, type Network, Networks } from "../networks.ts";
import type {
  AccountLogin,
  NewAccount,
  PasswordFailure,
  SessionContinuation,
  SessionEnd,
} from "../session/options.ts";
import type { Settings } from "../settings/mod.ts";
import { t } from "../texts/mod.ts";
import type { Connect } from "../connection/connection.ts";
import { showMessage } from "./timeline/show_message.ts";
import type { DialogName } from "./dialogs/dialog_name.ts";
import type { Entry, EntryFailure } from "./enter/entry.ts";
import { Pacer } from "./pacer.ts";
import { PageSearch } from "./search/page_search.ts";
import { saveFile } from "./save_file.ts";
import { BrowserMarkers } from "./storage/kept_markers.ts";
import type { Memory } from "./storage/memory.ts";

/** Options for {@linkcode Page}. */
export interface PageOptions {
  readonly connect: Connect;
  /** The server's address as people read it. */
  readonly address: string;
  readonly settings: Settings;
  readonly entry: Entry;
  /** Whether the first connection is tried until the server can be reached. */
  readonly retriesFirst: boolean;
  readonly memory: Memory;
  /** An earlier visit, whose lines are not delivered yet. */
  readonly continues: SessionContinuation | undefined;
}

/** A question that the server's answer makes necessary before one is let in again. */
export type PageQuestion =
  | {
    readonly type: "name";
    readonly taken: string;
    readonly answer: (text: string | undefined) => void;
  }
  | {
    readonly type: "password";
    readonly failure: PasswordFailure;
    readonly answer: (text: string | undefined) => void;
  };

/** Is told of what happens. */
type EventListener = (network: Network, event: ClientEvent) => void;

/** Everything that is drawn. A new one is made for each change; nothing in it is changed. */
export interface PageView {
  readonly network: NetworkView;
  readonly list: readonly ListedConversation[];
  readonly current: ConversationId;
  readonly conversation: Conversation | undefined;
  readonly place: Place;
  readonly drafts: ReadonlyMap<string, string>;
  readonly question: PageQuestion | undefined;
  readonly dialog: DialogName | undefined;
  /** Whether the server has let us in at least once. */
  readonly hasEntered: boolean;
  /** Why the session has ended; undefined while it goes on. */
  readonly ended: string | undefined;
  /** Whether the person has left, so that they or another one can enter. */
  readonly hasLeft: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The front end of the browser: the chat behind the page, and what is drawn of it. */
export class Page {
  readonly settings: Settings;
  readonly navigator: Navigator;
  /** Goes to messages that are searched for or replied to. */
  readonly jump: MessageJump;
  readonly search: PageSearch;
  readonly memory: Memory;
  /** How far a guest has read; undefined for an account, whose markers the server keeps. */
  readonly markers: BrowserMarkers | undefined;
  /** What is said to a person who has left. */
  notice: string | undefined;
  /** Why the person was not let in. */
  failure: EntryFailure | undefined;
  readonly #networks: Networks;
  readonly #listeners = new Set<() => void>();
  readonly #typedListeners = new Set<() => void>();
  readonly #eventListeners = new Set<EventListener>();
  readonly #pacer = new Pacer(() => this.#draw());
  #question: PageQuestion | undefined;
  #dialog: DialogName | undefined;
  #hasEntered = false;
  #ended: string | undefined;
  #refusedPassword: PasswordFailure | undefined;
  #isLeaving = false;
  #hasLeft = false;
  #view: PageView;

  constructor(options: PageOptions) {
    this.memory = options.memory;
    this.settings = options.settings;
    const { entry, memory } = options;
    this.markers = entry.way.type === "guest"
      ? new BrowserMarkers({
        storage: memory.storageFor(entry),
        owner: entry.name.toLowerCase(),
      })
      : undefined;
    const networks: Networks = new Networks({
      askName: (_network, taken) => this.#ask((answer) => ({ type: "name", taken, answer })),
      askPassword: (_network, failure) => {
        this.#refusedPassword = failure;
        if (failure.tokenRefused) this.memory.dropLogin();
        return this.#ask((answer) => ({ type: "password", failure, answer }));
      },
      listen: (network, event) => this.#listen(network, event),
      ended: (_network, end) => this.#end(end),
      actions: (network) =>
        networkActions({
          networks,
          network,
          setUp: () => {
            throw new Error(t("The page talks to its own server only"));
          },
          navigator: () => this.navigator,
          quit: (reason) => {
            this.#isLeaving = true;
            networks.quit(reason);
          },
        }),
    });
    this.#networks = networks;
    const network = networks.add({ id: options.address, chat: chatSetup(options, this.markers) });
    this.navigator = new Navigator(networks, network);
    this.jump = new MessageJump(this.navigator, (target) => showMessage(this.navigator, target));
    this.search = new PageSearch({
      navigator: this.navigator,
      jump: this.jump,
      changed: () => this.#draw(),
    });
    this.#view = this.#makeView();
    networks.start(network);
  }

  /** Has a function called after each change of the view; returns how to end that. */
  readonly subscribe = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What is drawn now. */
  readonly view = (): PageView => this.#view;

  /** The person has done something that changes what is drawn. */
  changed(): void {
    this.#draw();
  }

  go(id: ConversationId): void {
    this.navigator.go(id);
    this.#draw();
  }

  /** Goes to a room or person, with whom a conversation is opened if there is none yet. */
  open(target: Target): void {
    this.navigator.open(this.navigator.network, target);
    this.#draw();
  }

  /** Has a function called after each change of what is typed; returns how to end that. */
  readonly onTyped = (listener: () => void): () => void => {
    this.#typedListeners.add(listener);
    return () => this.#typedListeners.delete(listener);
  };

  /** What is typed to the current conversation has changed, which changes nothing that is drawn. */
  typed(): void {
    this.navigator.showTyping();
    for (const listener of this.#typedListeners) listener();
  }

  /**
   * Runs what was typed: a /command, or a message or reply to the current conversation. With
   * `plain`, marks such as `**bold**` are sent as they are.
   */
  submit({ plain = false }: { readonly plain?: boolean } = {}): void {
    const { place, chat } = this.navigator;
    const text = place.take();
    const options = { marks: !plain && this.settings.get("formatting") };
    const msgid = /^\/(?!\/)/.test(text) ? undefined : place.replyTo?.msgid;
    if (text !== "" && msgid !== undefined) {
      place.replyTo = undefined;
      chat.reply(msgid, text.replace(/^\//, ""), options);
    } else if (text !== "") chat.input(text, options);
    this.typed();
    this.#draw();
  }

  /** Runs a /command, as if it were typed to the current conversation. */
  run(command: string): void {
    this.navigator.chat.input(command);
    this.#draw();
  }

  /** Has a function called with each event, after the state has taken it; returns how to end that. */
  readonly onEvent = (listener: EventListener): () => void => {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  };

  /** Shows a window in front of the page, or with undefined closes it. */
  show(dialog: DialogName | undefined): void {
    if (dialog === "search") this.search.open();
    this.#dialog = dialog;
    this.#draw();
  }

  /** Loads older messages of the current conversation, if there may be any. */
  loadOlder(): void {
    const { chat, current, conversation } = this.navigator;
    if (conversation === undefined || conversation.kind === "server") return;
    if (conversation.older === "unknown" || conversation.older === "more") {
      chat.loadOlder(current.key);
    }
  }

  /** Puts back what was typed and not sent, and opens the conversations with people. */
  restoreDrafts(drafts: ReadonlyMap<string, string>): void {
    const { navigator } = this;
    const { current, network } = navigator;
    for (const [id, text] of drafts) {
      const key = id.slice(network.id.length + 1);
      if (idText({ network: network.id, key }) !== id) continue;
      const isRoom = hasChannelSign(key);
      const isOpen = network.chat.state.conversations.has(key);
      if (!isRoom && !isOpen && key !== SERVER_KEY) {
        navigator.open(network, { name: key, room: false });
      }
      navigator.placeOf({ network: network.id, key }).composer.set(text);
    }
    this.go(current);
  }

  /** Leaves the network for good, as another person is to enter. The form shows the notice. */
  leave(notice?: string): void {
    this.notice = notice;
    this.#isLeaving = true;
    this.#question?.answer(undefined);
    this.#networks.leave();
  }

  #end(end: SessionEnd): void {
    if (this.#isLeaving) {
      this.#hasLeft = true;
      this.memory.left();
    } else if (this.#hasEntered && (end.type === "left" || end.type === "gave-up")) {
      this.#ended = end.type === "left" ? t("You left") : end.reason;
    } else this.failure = { end, password: this.#refusedPassword };
    this.#draw();
  }

  /** Asks the person who was let in before; at first, it is the form that shows what is wrong. */
  #ask(make: (answer: (text: string | undefined) => void) => PageQuestion) {
    if (!this.#hasEntered) return Promise.resolve(undefined);
    return new Promise<string | undefined>((resolve) => {
      this.#question = make((text) => {
        this.#question = undefined;
        this.#draw();
        resolve(text);
      });
      this.#draw();
    });
  }

  #listen(network: Network, event: ClientEvent): void {
    this.navigator.handle(network, event);
    this.jump.handle(network, event);
    this.search.handle(network, event);
    if (event.type === "focus" && !event.room && event.conversation !== "") this.loadOlder();
    for (const listener of this.#eventListeners) listener(network, event);
    if (event.type === "welcome") this.#welcome();
    this.#pacer.request();
  }

  #welcome(): void {
    this.#hasEntered = true;
    this.#refusedPassword = undefined;
    this.#ended = undefined;
  }

  #draw(): void {
    this.#view = this.#makeView();
    for (const listener of this.#listeners) listener();
  }

  #makeView(): PageView {
    const { navigator } = this;
    const { views, list, current, conversation, place, drafts } = navigator;
    // The constructor adds it before anything is drawn.
    const network = views[0]!;
    return {
      ...{ network, list, current, conversation, place, drafts },
      question: this.#question,
      dialog: this.#dialog,
      hasEntered: this.#hasEntered,
      ended: this.#ended,
      hasLeft: this.#hasLeft,
      now: Date.now(),
    };
  }
}

function chatSetup(options: PageOptions, keptMarkers: BrowserMarkers | undefined): ChatSetup {
  const { connect, address, settings, entry, retriesFirst } = options;
  const { name } = entry;
  return {
    session: {
      connect,
      address,
      clock: systemClock,
      random: Math.random,
      backoff: DEFAULT_BACKOFF,
      retriesFirst,
      continues: options.continues,
      nick: name,
      realname: undefined,
      account: accountOf(entry),
      newAccount: newAccountOf(entry),
      serverPassword: entry.serverPassword,
      rooms: entry.rooms.map(channelName),
      historyLines: settings.get("history"),
      showUnread: true,
      endsWhenKilled: true,
      keptMarkers,
      version: "chat",
    },
    to: undefined,
    settings,
    saveFile,
  };
}

function newAccountOf({ way }: Entry): NewAccount | undefined {
  if (way.type === "verify") return { password: undefined, code: way.code };
  return way.type === "register" ? way : undefined;
}

function accountOf({ name, way }: Entry): AccountLogin | undefined {
  switch (way.type) {
    case "guest":
    case "register":
    case "verify":
      return undefined;
    case "password":
      return { name, password: way.password };
    case "token":
      return { name: way.account, token: way.token };
  }
}
