import type { MessageKind } from "../events.ts";
import type { Question } from "../history/queries.ts";
import type { ClientState } from "../model/mod.ts";
import type { RecordFormat } from "../format/record.ts";

/** A room or a person, by its name on the wire. */
export interface Target {
  readonly name: string;
  readonly room: boolean;
}

/** What a command may do. */
export interface Actions {
  readonly state: ClientState;
  /** Whether what is sent is sent now. */
  readonly isOnline: boolean;
  say(target: Target, text: string, kind: MessageKind): void;
  /** Sends a command to the server, when that is there. */
  send(command: string, params: readonly string[], options?: SendOptions): void;
  join(channel: string, key: string | undefined): void;
  part(channel: string, reason: string | undefined): void;
  focus(target: Target): void;
  /** Lists messages of the past. */
  find(question: Omit<Question, "typed">): void;
  /** Writes the record of a conversation to a file. */
  export(target: Target, format: RecordFormat): void;
  setNick(nick: string): void;
  setAway(message: string | undefined): void;
  /** Changes the friend list; returns false when it was like that already. */
  setFriend(nick: string, isFriend: boolean): boolean;
  quit(reason: string | undefined): void;
  /** Tells the person something. */
  tell(text: string): void;
  /** Tells the person why it cannot be done, and gives back what was typed. */
  refuse(reason: string): void;
}

/** Options for {@linkcode Actions.send}. */
export interface SendOptions {
  /** What the server's refusal will name; the first parameter if not given. */
  readonly target?: string;
  /** False for what must not happen twice. */
  readonly repeat?: boolean;
}

/** What was typed after a command's name. */
export interface Arguments {
  /** All of it, without the spaces around. */
  readonly text: string;
  readonly words: readonly string[];
  /** What follows the first `count` words. */
  after(count: number): string;
}

/** What Tab completes a command's first argument from. */
export type Completion = "people" | "rooms" | "commands" | "none";

/** One /command. */
export interface Command {
  readonly name: string;
  /** Beginning with the name: `/join ROOM [KEY]`. */
  readonly usage: string;
  /** What it does, in one line. */
  readonly description: string;
  /** Fewest words it needs. */
  readonly minWords: number;
  readonly completes: Completion;
  execute(actions: Actions, args: Arguments): void;
}

/** Takes a command's arguments apart. */
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
