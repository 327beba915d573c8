import type { ChatMessageEvent } from "../events.ts";
import type { Outbox } from "../sending/outbox.ts";
import type { ServerInfo } from "../session/server_info.ts";
import type { MessageChange } from "./catch_up_task.ts";
import type { SeenMessages } from "./seen_messages.ts";

/** Options for `CatchUp`. */
export interface CatchUpOptions {
  readonly info: ServerInfo;
  readonly seen: SeenMessages;
  /** When the session began that goes on, by the server's clock; undefined for a new one. */
  readonly began: number | undefined;
  readonly outbox: Outbox;
  /** Messages from the history to show on joining a room; 0 for none. */
  readonly historyLines: number;
  /** The time of the server's clock, in milliseconds since 1970. */
  readonly serverNow: () => number;
  readonly has: (
    capability: "draft/chathistory" | "draft/read-marker" | "labeled-response",
  ) => boolean;
  /** How far a conversation is read, in milliseconds since 1970; undefined if not known. */
  readonly readUntil: (conversation: string) => number | undefined;
  /** Whether we have this nickname, or had it before. */
  readonly isOwnNick: (nick: string) => boolean;
  readonly show: (event: ChatMessageEvent | MessageChange) => void;
  /** Shows the person a text of the client. */
  readonly tell: (text: string) => void;
}
