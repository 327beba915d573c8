import type { ChatMessageEvent, ReactionEvent, RedactEvent } from "../events.ts";
import type { MessagePosition, PageProgress } from "./page_progress.ts";

/** One request of a task, which may take several pages. */
export type CatchUpStep =
  /** How far the person has read; `newest` is the time of the conversation's last message. */
  | { readonly type: "read-marker"; readonly newest: number }
  /** The messages that the person has not read. */
  | { readonly type: "unread" }
  /** The last messages. */
  | { readonly type: "latest"; readonly missed: boolean }
  /** The last messages before a time: before we joined. */
  | { readonly type: "before"; readonly time: number }
  /** All messages after the last one seen. */
  | { readonly type: "after"; readonly by: "msgid" | "timestamp" };

/** A person who wrote to us, and the time of their last message in milliseconds since 1970. */
export interface Correspondent {
  readonly name: string;
  readonly time: number;
}

/** What changes a message. */
export type MessageChange = ReactionEvent | RedactEvent;

/** One conversation that is being caught up. */
export interface CatchUpTask {
  /** The conversation. */
  readonly name: string;
  /** The time to begin at if no message was seen, in milliseconds since 1970. */
  readonly since: number;
  /** The current step and those that follow. */
  steps: CatchUpStep[];
  /** The last line that the current step has returned. */
  last: MessagePosition | undefined;
  /** Of a step backwards in time: how many messages it has returned, and where it goes on. */
  progress: PageProgress | undefined;
  before: MessagePosition | undefined;
  /** What the last request of that step has returned, and those before it, which is newer. */
  page: ChatMessageEvent[];
  newer: ChatMessageEvent[];
  /** The message or time of the last AFTER request. */
  reference: string;
  /** How many messages the history has returned. */
  received: number;
  /** Whether the heading of the unread messages was shown. */
  announced: boolean;
  /** Live messages to show afterwards: by msgid, if they have one. */
  readonly held: Map<string, ChatMessageEvent>;
  /** Live changes of messages, to apply after all of these. */
  readonly changes: MessageChange[];
}

/** Makes a task, which keeps what the one `before` it has held. */
export function makeTask(
  name: string,
  { since, before }: { readonly since: number; readonly before: CatchUpTask | undefined },
): CatchUpTask {
  return {
    name,
    since,
    steps: [],
    last: undefined,
    progress: undefined,
    before: undefined,
    page: [],
    newer: [],
    reference: "",
    received: 0,
    announced: false,
    held: before?.held ?? new Map(),
    changes: before?.changes ?? [],
  };
}

/** Takes out what a step backwards in time has returned, the oldest first. */
export function takePages({ page, newer }: CatchUpTask): ChatMessageEvent[] {
  return [...page.splice(0), ...newer.splice(0)];
}
