import type { MessageKind } from "../events.ts";
import type { RecordFormat } from "../record/record_formats.ts";
import type { HistoryQuery } from "../history/queries.ts";
import type { ClientState } from "../model/mod.ts";
import type { LoginTokens } from "../session/accounts/login_tokens.ts";
import type { Settings } from "../settings/mod.ts";

/** A room or a person, by channel or nickname. */
export interface Target {
  readonly name: string;
  readonly room: boolean;
}

/** The actions that a command can take. */
export interface Actions {
  readonly state: ClientState;
  readonly settings: Settings;
  /** Whether the connection is ready for commands. */
  readonly isOnline: boolean;
  /** Whether we are in a channel, or are about to enter it. */
  readonly isWanted: (channel: string) => boolean;
  /** The login tokens of our account. */
  readonly loginTokens: Pick<LoginTokens, "isOffered" | "list" | "revoke">;
  say(target: Target, text: string, kind: MessageKind): void;
  /** Sends a message to the current conversation that replies to the one with this msgid. */
  reply(msgid: string, text: string): void;
  /** Reacts to a message of the current conversation, or takes the reaction back. */
  react(reaction: { readonly msgid: string; readonly emoji: string; readonly on: boolean }): void;
  /** Removes a message of the current conversation for everybody. */
  redact(msgid: string, reason: string | undefined): void;
  /** Marks the messages of all conversations as read. */
  markRead(): void;
  /** Sends a command to the server, as soon as the connection is ready. */
  send(command: string, params: readonly string[], options?: SendOptions): void;
  join(channel: string, key: string | undefined): void;
  part(channel: string, reason: string | undefined): void;
  /** Turns to a conversation: further lines go there. */
  focus(target: Target): void;
  /** Empties what is shown of a conversation; undefined for that of the server. */
  clear(target: Target | undefined): void;
  /** Closes a conversation, on a screen the network without one. Throws an Error. */
  close(target: Target | undefined): void;
  /** Connects again at once. Returns false if there has been no connection yet. */
  reconnect(): boolean;
  /** Lists messages from the history. */
  find(query: Omit<HistoryQuery, "typed">): void;
  /** Writes the record of a conversation to a file. */
  export(target: Target, format: RecordFormat): void;
  setNick(nick: string): void;
  setAway(message: string | undefined): void;
  /** Adds a friend to the list, or removes it. Returns false if that changes nothing. */
  setFriend(nick: string, isFriend: boolean): boolean;
  quit(reason: string | undefined): void;
  /** What can be done to the screen; undefined where the front end is none. */
  readonly screen: ScreenActions | undefined;
  /** Shows the person a text. */
  tell(text: string): void;
  /** Shows the person why the command is not done, and gives back what was typed. */
  refuse(reason: string): void;
}

/** The actions on the screen that a command can take, besides those on its network. */
export interface ScreenActions {
  /** Connects to a network by its name in the settings or its address. Throws an Error. */
  connect(words: readonly string[]): void;
  /** Leaves a network, or the one that the command was typed to. Throws an Error. */
  disconnect(args: Arguments): void;
  /** Describes the networks, a line for each. */
  describeNetworks(): string;
  /** Closes a conversation, or the network without one. Throws an Error. */
  close(target: Target | undefined): void;
  /** Leaves all networks. */
  quit(reason: string | undefined): void;
}

/** Options for {@linkcode Actions.send}. */
export interface SendOptions {
  /** The name that the server's refusal will name; the first parameter if not given. */
  readonly target?: string;
  /** False for a command that must not be sent twice. */
  readonly repeat?: boolean;
}

/** The text after a command's name. */
export interface Arguments {
  /** The whole text, without spaces around it. */
  readonly text: string;
  readonly words: readonly string[];
  /** Returns the text after the first `count` words. */
  after(count: number): string;
}

/** The names that Tab completes in a command's arguments. */
export type Completion =
  | "people"
  | "rooms"
  | "targets"
  | "commands"
  | "networks"
  | "settings"
  | "themes"
  | "ignored"
  | "none";

/** One /command. */
export interface Command {
  readonly name: string;
  /** Beginning with the name: `/join ROOM [KEY]`. */
  readonly usage: string;
  /** One line for /help. */
  readonly description: string;
  /** With fewer words, the usage is shown instead. */
  readonly minWords: number;
  readonly completes: Completion;
  /** The words that its first argument can be, besides what it completes. */
  readonly firstWords?: readonly string[];
  /** Whether it exists on the screen alone. */
  readonly onScreen?: true;
  execute(actions: Actions, args: Arguments): void;
}

/** Parses the text after a command's name. */
export function parseArguments(text: string): Arguments {
  const trimmed = text.trim();
  return {
    text: trimmed,
    words: trimmed === "" ? [] : trimmed.split(/\s+/),
    after(count) {
      let rest = trimmed;
      for (let index = 0; index < count; index++) rest = rest.replace(/^\S+\s*/, "");
      return rest;
    },
  };
}
