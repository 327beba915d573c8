import type { Target } from "./commands/mod.ts";
import type { ClientEvent, KickEvent, PartEvent, RefusedEvent } from "./events.ts";
import type { ClientState } from "./model/mod.ts";
import { NameMap } from "./session/name_map.ts";
import type { ServerInfo } from "./session/server_info.ts";

/** Options for {@linkcode RoomFollower}. */
export interface RoomFollowerOptions {
  readonly info: ServerInfo;
  /** See `ChatOptions`. */
  readonly interactive: boolean;
  /** Whether the person can turn to the server's conversation. */
  readonly onScreen: boolean;
  readonly state: () => ClientState;
  readonly focus: (target: Target | undefined) => void;
  /** Closes the conversation of a room that we have left. */
  readonly close: (channel: string) => void;
}

/** Turns to another conversation when a room is entered, refused or left. */
export class RoomFollower {
  readonly #options: RoomFollowerOptions;
  /** The rooms that are being joined, each with the conversation that was the current one before. */
  readonly #joining: NameMap<Target | undefined>;
  /** The rooms that are closed when we have left them. */
  readonly #closing: NameMap<true>;
  /** Whether there was a current conversation. */
  #hasTurned = false;

  constructor(options: RoomFollowerOptions) {
    this.#options = options;
    this.#joining = new NameMap(options.info);
    this.#closing = new NameMap(options.info);
  }

  /** A room is being joined; if that fails, `before` is the current conversation again. */
  joining(channel: string, before: Target | undefined): void {
    this.#joining.set(channel, before);
  }

  /** A room is being left, and its conversation is closed after that. */
  closing(channel: string): void {
    this.#closing.set(channel, true);
  }

  handle(event: ClientEvent): void {
    switch (event.type) {
      case "focus":
        this.#hasTurned ||= event.conversation !== "";
        return;
      case "refused":
        this.#refused(event);
        return;
      case "join":
        if (event.own) this.#joined(event.channel);
        return;
      case "part":
      case "kick":
        if (event.own) this.#left(event);
    }
  }

  #joined(channel: string): void {
    const { interactive, onScreen, state, focus } = this.#options;
    this.#joining.delete(channel);
    if (!interactive || state().current !== undefined) return;
    // A person who has turned to the server's conversation stays there.
    if (!onScreen || !this.#hasTurned) focus({ name: channel, room: true });
  }

  // The next line must not go to a room that we could not join.
  #refused(event: RefusedEvent): void {
    const { interactive, state, info, focus } = this.#options;
    const channel = event.about.split(" ")[0] ?? "";
    const before = this.#joining.get(channel);
    if (!this.#joining.delete(channel)) return;
    if (state().current === info.fold(channel)) focus(interactive ? before : undefined);
  }

  #left({ type, channel }: PartEvent | KickEvent): void {
    const { onScreen, state, info, focus, close } = this.#options;
    const isCurrent = state().current === info.fold(channel);
    if (this.#closing.delete(channel)) close(channel);
    // A screen shows there that one was removed, by whom and why.
    if (!isCurrent || onScreen && type === "kick") return;
    if (type === "part") this.turn();
    else focus(undefined);
  }

  /** The current conversation is closed or left: a person goes on in another room. */
  turn(): void {
    const { interactive, state, focus } = this.#options;
    const other = [...state().conversations.values()].findLast(({ kind, joined }) =>
      kind === "room" && joined
    );
    focus(interactive && other !== undefined ? { name: other.name, room: true } : undefined);
  }
}
