import type { ChatOptions } from "./chat_options.ts";
import type { ChatMessageEvent, ClientEvent, ReadEvent } from "./events.ts";
import type { ClientState } from "./model/mod.ts";
import { SERVER_KEY } from "./model/mod.ts";
import type { Session } from "./session/session.ts";

/** Options for {@linkcode Reading}. */
export interface ReadingOptions {
  readonly session: Session;
  readonly state: () => ClientState;
  readonly options: Pick<ChatOptions, "interactive" | "readsByLooking" | "session">;
  readonly emit: (event: ReadEvent) => void;
}

/** Tells the server what is read, so that the other devices of our account know it. */
export class Reading {
  readonly #options: ReadingOptions;
  #looking = true;

  constructor(options: ReadingOptions) {
    this.#options = options;
  }

  handle(event: ClientEvent, current: string): void {
    if (event.type === "look") this.#looking = event.looking;
    if (event.type === "message" && this.#isRead(event, current)) {
      this.#options.session.markRead(event);
    } else if (event.type === "focus" || event.type === "look") this.#markCurrent();
  }

  /** Marks the messages of all conversations as read. */
  markAll(time: number): void {
    const { session, state, emit } = this.#options;
    for (const { name, kind, lastMessage } of state().conversations.values()) {
      if (lastMessage === undefined) continue;
      session.markRead(lastMessage);
      const read = { conversation: name, room: kind === "room", until: lastMessage.time };
      emit({ type: "read", time, ...read });
    }
  }

  #isRead({ room, conversation }: ChatMessageEvent, current: string): boolean {
    const { session, options } = this.#options;
    if (options.readsByLooking === true) {
      return this.#looking && session.info.same(conversation, current);
    }
    // Showing a message means that it is read: to a person, or to a script for the unread.
    return options.interactive || options.session.showUnread && !room;
  }

  #markCurrent(): void {
    const { options, session, state } = this.#options;
    if (options.readsByLooking !== true || !this.#looking || !session.isOnline) return;
    const { conversations, current = SERVER_KEY } = state();
    const last = conversations.get(current)?.lastMessage;
    if (last !== undefined) session.markRead(last);
  }
}
