import type { ChatMessageEvent } from "../events.ts";

/**
 * What is asked next: how far it was read, what was not, the last messages, those before our
 * coming, those after the last seen.
 */
export type Step =
  | { readonly type: "mark"; /** When the last message was said. */ readonly newest: number }
  | { readonly type: "unread" }
  | { readonly type: "latest"; readonly missed: boolean }
  | { readonly type: "before"; readonly time: number }
  | { readonly type: "after"; readonly by: "msgid" | "timestamp" };

/** Someone who talked to us, and when last, in milliseconds since 1970. */
export interface Person {
  readonly name: string;
  readonly time: number;
}

/** One conversation that is being caught up. */
export interface CatchUpTask {
  readonly name: string;
  /** Milliseconds since 1970: where to begin when nothing was seen. */
  readonly since: number;
  steps: Step[];
  /** The last message told by this step. */
  last: { readonly msgid: string | undefined; readonly time: number } | undefined;
  /** Where the last question began. */
  asked: string;
  told: number;
  /** Whether it was said that what follows was not read. */
  announced: boolean;
  /** What was said meanwhile, by msgid where there is one. */
  readonly held: Map<string, ChatMessageEvent>;
}
