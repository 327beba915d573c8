import type { ChatMessageEvent } from "../events.ts";
import type { ServerInfo } from "../session/server_info.ts";

/** Message ids that are remembered, to show nothing twice. */
const MAX_IDS = 20_000;
/** Conversations whose last message is remembered. */
const MAX_CONVERSATIONS = 1_000;

/** How far a conversation was seen. */
export interface Mark {
  /** The conversation's name. */
  readonly name: string;
  /** Of the last message; undefined before the first, and where the server gives none. */
  readonly msgid: string | undefined;
  /** Of the last message, in milliseconds since 1970; before the first, of our coming. */
  readonly time: number;
  /** What was said before we came has not been shown yet. */
  readonly entering: boolean;
}

/** What was shown, so that it is not shown again, and how far each conversation was seen. */
export class SeenMessages {
  readonly #info: ServerInfo;
  readonly #ids = new Set<string>();
  readonly #marks = new Map<string, Mark>();
  #newest = 0;

  constructor(info: ServerInfo) {
    this.#info = info;
  }

  /** When the last of all messages was said; 0 before the first. */
  get newest(): number {
    return this.#newest;
  }

  has(msgid: string | undefined): boolean {
    return msgid !== undefined && this.#ids.has(msgid);
  }

  /** How far a conversation was seen, undefined when we were not in it. */
  mark(conversation: string): Mark | undefined {
    return this.#marks.get(this.#info.fold(conversation));
  }

  /** Those whom we talked with, the last first. */
  people(): string[] {
    return [...this.#marks.values()].map(({ name }) => name)
      .filter((name) => !this.#info.isChannel(name)).reverse();
  }

  /** We came into a conversation; `time` is the server's. */
  enter(conversation: string, time: number): void {
    if (this.mark(conversation) !== undefined) return;
    this.#set({ name: conversation, msgid: undefined, time, entering: true });
  }

  /** What was said before we came has been shown. */
  settle(conversation: string): void {
    const mark = this.mark(conversation);
    if (mark?.entering === true) this.#set({ ...mark, entering: false });
  }

  /** We left: what is said now is not ours to see. */
  leave(conversation: string): void {
    this.#marks.delete(this.#info.fold(conversation));
  }

  /** The conversation with a person goes on under another name. */
  rename(from: string, to: string): void {
    const mark = this.mark(from);
    if (mark === undefined) return;
    this.leave(from);
    this.#set({ ...mark, name: to });
  }

  /** Takes note of a message that is shown now; false when it was shown before. */
  take({ msgid, time, conversation, history, missed }: ChatMessageEvent): boolean {
    if (this.has(msgid)) return false;
    if (msgid !== undefined) this.#ids.add(msgid);
    trim(this.#ids, MAX_IDS);
    this.#newest = Math.max(this.#newest, time);
    const old = history && missed !== true && time < (this.mark(conversation)?.time ?? 0);
    if (!old) {
      this.#set({ name: conversation, msgid, time, entering: false });
    }
    return true;
  }

  #set(mark: Mark): void {
    const key = this.#info.fold(mark.name);
    this.#marks.delete(key);
    this.#marks.set(key, mark);
    trim(this.#marks, MAX_CONVERSATIONS);
  }
}

/** Drops the oldest beyond `most`. */
function trim(
  collection: {
    readonly size: number;
    keys(): IterableIterator<string>;
    delete(key: string): boolean;
  },
  most: number,
): void {
  if (collection.size <= most) return;
  const oldest = collection.keys().next();
  if (oldest.done !== true) collection.delete(oldest.value);
}
