import type { ChatMessageEvent } from "../events.ts";

/** What has become of a search. */
export type SearchResult =
  | { readonly type: "none" }
  | { readonly type: "waiting" }
  | { readonly type: "failed"; readonly reason: string }
  | { readonly type: "found"; readonly messages: readonly ChatMessageEvent[] };

/** The result of the last search, and which of the found messages is selected. */
export class FoundMessages {
  /** Whether only the current conversation is to be searched. */
  here: boolean;
  #result: SearchResult = { type: "none" };
  #selected = 0;
  #question = "";
  #words: readonly string[] = [];

  constructor(options: { readonly here: boolean }) {
    this.here = options.here;
  }

  get result(): SearchResult {
    return this.#result;
  }

  /** The position of the selected message. */
  get selected(): number {
    return this.#selected;
  }

  /** The words of the result, in lower case. */
  get words(): readonly string[] {
    return this.#words;
  }

  /** The newest first; none unless some were found. */
  get messages(): readonly ChatMessageEvent[] {
    return this.#result.type === "found" ? this.#result.messages : [];
  }

  get hasFound(): boolean {
    return this.messages.length > 0;
  }

  get chosen(): ChatMessageEvent | undefined {
    return this.messages[this.#selected];
  }

  /** Whether the result is that of these words, where they would be searched now. */
  isFor(words: string): boolean {
    return this.#question === `${this.here} ${words}`;
  }

  /** A search for these words begins. */
  begin(words: string): void {
    this.#question = `${this.here} ${words}`;
    this.#words = words.toLowerCase().split(/\s+/);
    this.#result = { type: "waiting" };
  }

  show(messages: readonly ChatMessageEvent[]): void {
    this.#result = { type: "found", messages: messages.toSorted((a, b) => b.time - a.time) };
    this.#selected = 0;
  }

  fail(reason: string): void {
    this.#result = { type: "failed", reason };
  }

  /** Selects the message at a position, or the nearest one that there is. */
  select(position: number): void {
    this.#selected = Math.max(0, Math.min(this.messages.length - 1, position));
  }

  /** Selects the next message, or the one before; undefined where there is none. */
  step(step: 1 | -1): ChatMessageEvent | undefined {
    const message = this.messages[this.#selected + step];
    if (message !== undefined) this.#selected += step;
    return message;
  }
}
