import type { ClientEvent } from "../events.ts";
import type { MessagePosition } from "../history/page_progress.ts";
import type { OutboxEntry } from "../sending/outbox.ts";
import type { ServerInfo } from "../session/server_info.ts";
import type { ReceivedMessage } from "./message.ts";

/** Translates a message into events. */
export type Translation = (message: ReceivedMessage, context: TranslationContext) => ClientEvent[];

/** The circumstances of a message, for its translation. */
export interface TranslationContext {
  readonly info: ServerInfo;
  /** When the message was sent, in milliseconds since 1970. */
  readonly time: number;
  /** The target whose history it is from, "" for several targets; undefined for a live message. */
  readonly playback: string | undefined;
  /** Whether it answers a command of ours, if given with this target. */
  readonly isAnswerTo: (command: string, target?: string) => boolean;
  /** Whether it answers a command that the client sent by itself. */
  readonly isQuietAnswerTo: (command: string) => boolean;
  /** Whether JOIN has account and real name (extended-join). */
  readonly extendedJoin: boolean;
}

/** The circumstances of an event, for the dispatcher. */
export interface EventContext {
  /** The line of ours that the event answers. */
  readonly entry: OutboxEntry | undefined;
  /** The target whose history it is from, "" for several targets; undefined for a live event. */
  readonly playback: string | undefined;
}

/** A line of the history: a message, or an event such as a join. */
export interface HistoryLine extends MessagePosition {
  /** Whether it is a message with a text. */
  readonly isMessage: boolean;
}

/** A reason or away message; undefined if it is empty. */
export function textOrNone(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
