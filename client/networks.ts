import { Chat } from "./chat.ts";
import type { ChatOptions } from "./chat.ts";
import type { ScreenActions } from "./commands/mod.ts";
import type { ClientEvent } from "./events.ts";
import type { NameAnswer, NameFailure, PasswordFailure, SessionEnd } from "./session/options.ts";

/** What a chat is made of, besides what the front end gives it. */
export type ChatSetup = Omit<ChatOptions, "listen" | "interactive" | "screen" | "state">;

/** A network to connect to. */
export interface NetworkSetup {
  /** Its name in the settings, or its address. */
  readonly id: string;
  readonly chat: ChatSetup;
}

/** One network, with the chat that is connected to it or was last. */
export interface Network {
  readonly id: string;
  readonly setup: NetworkSetup;
  readonly chat: Chat;
  /** How its session has ended; undefined while it goes on. */
  readonly end: SessionEnd | undefined;
}

type OpenNetwork = { -readonly [Key in keyof Network]: Network[Key] };

/** Options for {@linkcode Networks}. */
export interface NetworksOptions {
  /** Receives the events of every network, in order. */
  readonly listen: (network: Network, event: ClientEvent) => void;
  /** Called when a session has ended, for whatever reason. */
  readonly ended: (network: Network, end: SessionEnd) => void;
  /** Asks the person for another nickname, or to log in to its account; undefined gives up. */
  readonly askName: (
    network: Network,
    taken: string,
    about: NameFailure,
  ) => Promise<NameAnswer | undefined>;
  /** Asks the person whether to connect again after an operator has disconnected us. */
  readonly askAgain?: (network: Network, what: string) => Promise<boolean>;
  /** Asks the person for another password; undefined gives up. */
  readonly askPassword: (network: Network, failure: PasswordFailure) => Promise<string | undefined>;
  /** What commands that are typed to this network can do to the screen. */
  readonly actions: (network: Network) => ScreenActions;
}

/** The networks of one person: a chat for each, which go on beside each other. */
export class Networks {
  readonly #options: NetworksOptions;
  readonly #networks: OpenNetwork[] = [];

  constructor(options: NetworksOptions) {
    this.#options = options;
  }

  /** In the order they were added. */
  get all(): readonly Network[] {
    return this.#networks;
  }

  find(id: string | undefined): Network | undefined {
    return this.#networks.find((network) => network.id === id);
  }

  /** Whether no session goes on. */
  get areOver(): boolean {
    return this.#networks.every(({ end }) => end !== undefined);
  }

  /**
   * Adds a network, or gives a network whose session has ended a new one, which continues its
   * conversations and rooms and sends what was not delivered. {@linkcode Networks.start} begins to
   * connect.
   */
  add(setup: NetworkSetup): Network {
    const known = this.#networks.find(({ id }) => id === setup.id);
    if (known !== undefined) {
      if (known.end === undefined) return known;
      const { state, rooms, continuation: continues } = known.chat;
      const session = {
        ...setup.chat.session,
        continues,
        rooms: [...new Set([...setup.chat.session.rooms, ...rooms])],
      };
      known.setup = setup;
      known.end = undefined;
      known.chat = this.#chat(known, { ...setup.chat, session, state });
      return known;
    }
    const network = { id: setup.id, setup, end: undefined } as unknown as OpenNetwork;
    network.chat = this.#chat(network, setup.chat);
    this.#networks.push(network);
    return network;
  }

  /** Connects, and stays connected until the session ends. */
  start(network: Network): void {
    const { chat } = network;
    void chat.run().then((end) => {
      if (network.chat !== chat) return;
      (network as OpenNetwork).end = end;
      this.#options.ended(network, end);
    });
  }

  /** Forgets a network whose session has ended. */
  remove(network: Network): void {
    const at = this.#networks.findIndex(({ id }) => id === network.id);
    if (at !== -1 && network.end !== undefined) this.#networks.splice(at, 1);
  }

  /** Typed lines that have not been sent, on all networks. */
  get waiting(): number {
    return this.#running().reduce((count, { chat }) => count + chat.waiting, 0);
  }

  /** Typed lines that wait for a connection, also on networks that were left. */
  get unsentOffline(): number {
    return this.#networks.filter(({ chat }) => !chat.isOnline)
      .reduce((count, { chat }) => count + chat.waiting, 0);
  }

  /** Leaves every network when what was typed there is delivered; called again, leaves at once. */
  quit(reason: string | undefined): void {
    for (const { chat } of this.#running()) chat.quit(reason);
  }

  /** Leaves every network when what was typed there is delivered. */
  finish(): void {
    for (const { chat } of this.#running()) chat.finish();
  }

  /** Leaves every network now. */
  leave(): void {
    for (const { chat } of this.#running()) chat.leave();
  }

  #running(): Network[] {
    return this.#networks.filter(({ end }) => end === undefined);
  }

  #chat(network: Network, setup: ChatSetup & Pick<ChatOptions, "state">): Chat {
    const { askName, askPassword, askAgain } = this.#options;
    return new Chat({
      ...setup,
      session: {
        ...setup.session,
        measureLag: true,
        asksAboutRooms: true,
        // What is typed there is checked before, so that another name would hardly be accepted.
        askName: (taken, about) =>
          about.refused === undefined ? askName(network, taken, about) : Promise.resolve(undefined),
        ...(askAgain && { askAgain: (what: string) => askAgain(network, what) }),
        askPassword: (failure) => askPassword(network, failure),
      },
      interactive: true,
      readsByLooking: true,
      screen: this.#options.actions(network),
      listen: (event) => this.#options.listen(network, event),
    });
  }
}
