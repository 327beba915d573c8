import type { IrcMessage } from "../../protocol/message.ts";
import { parseSource } from "../../protocol/message.ts";
import type { ServerInfo } from "../session/server_info.ts";

/** What a translation may look at. */
export interface Context {
  readonly info: ServerInfo;
  /** Milliseconds since 1970 of this message. */
  readonly time: number;
  /** Whose history it is told from: a room, a person, "" for several; undefined for what is new. */
  readonly playback: string | undefined;
  /** True when it answers a command of that name (or `command target`) that is on its way. */
  readonly asked: (command: string, target?: string) => boolean;
  /** extended-join: JOIN carries account and real name. */
  readonly extendedJoin: boolean;
}

/** The nickname, or the server's name, that a message comes from. */
export function senderOf(message: IrcMessage): string {
  return message.source === undefined ? "" : parseSource(message.source).name;
}

/** A parameter, "" when it is missing. */
export function param(message: IrcMessage, index: number): string {
  return message.params[index] ?? "";
}

/** Undefined for an empty text: no reason given. */
export function reasonOf(text: string | undefined): string | undefined {
  return text === undefined || text === "" ? undefined : text;
}
