import { hasSecret } from "../commands/secrets.ts";
import { Composer } from "../editing/composer.ts";
import { codesToMarks } from "../editing/marks.ts";
import { TypedHistory } from "../editing/typed_history.ts";
import type { MessagePosition } from "../history/pages.ts";
import { type ConversationEntry, indexOfEntry, type MessageEntry } from "../model/mod.ts";
import { type ConversationId, idText } from "./conversation_list.ts";

/** A place in a conversation that is scrolled up: it ends within the block that ends with an entry. */
export interface Anchor {
  readonly entry: ConversationEntry;
  /** Rows or pixels of that block that are below what is shown. */
  readonly hidden: number;
}

/** What a front end remembers of each conversation, also while another is shown. */
export class Places {
  readonly #places = new Map<string, Place>();

  /** The place of a conversation. */
  of(id: ConversationId): Place {
    const key = idText(id);
    let place = this.#places.get(key);
    if (place === undefined) {
      place = new Place(id.key);
      this.#places.set(key, place);
    }
    return place;
  }

  /** The texts that are typed and not sent, by the texts of {@linkcode idText}; no passwords. */
  get drafts(): ReadonlyMap<string, string> {
    const drafts = new Map<string, string>();
    for (const [key, { composer, hasSecret }] of this.#places) {
      if (!composer.isBlank && !hasSecret) drafts.set(key, composer.text);
    }
    return drafts;
  }

  /** Follows a person's change of nickname. */
  move(from: ConversationId, to: ConversationId): void {
    const place = this.#places.get(idText(from));
    if (place === undefined || this.#places.get(idText(to))?.composer.isBlank === false) return;
    this.#places.delete(idText(from));
    this.#places.set(idText(to), place);
  }
}

/** What a front end remembers of one conversation. */
export class Place {
  readonly composer = new Composer();
  /** Where it is scrolled to; undefined for its end. */
  anchor: Anchor | undefined;
  /** A message that was searched for, which stands out. */
  marked: MessagePosition | undefined;
  /** The message that what is typed here replies to. */
  replyTo: MessageEntry | undefined;
  readonly #name: string;
  readonly #typed = new TypedHistory();
  #lastSeen: ConversationEntry | undefined;
  #firstNew: ConversationEntry | undefined;

  /** With the name of the conversation. */
  constructor(name = "") {
    this.#name = name;
  }

  /** Whether a password is being typed. */
  get hasSecret(): boolean {
    return hasSecret(this.composer.text, this.#name);
  }

  /** The first message that came while the person looked elsewhere. */
  get firstNew(): ConversationEntry | undefined {
    return this.#firstNew;
  }

  /** Takes what was typed, remembers it for the arrows, and goes to the end of the messages. */
  take(): string {
    const { hasSecret } = this;
    const text = this.composer.take().replace(/\n+$/, "");
    if (!hasSecret) this.#typed.add(text);
    if (text.trim() === "") return "";
    this.anchor = undefined;
    this.marked = undefined;
    this.#firstNew = undefined;
    return text;
  }

  /** Whether a text was typed here. */
  hasTyped(text: string): boolean {
    return this.#typed.has(text);
  }

  /** A text was refused: it is the first one that the arrows bring back. */
  refused(text: string): void {
    this.#typed.addRefused(codesToMarks(text));
  }

  /** Shows the text that was sent before or after the one shown. */
  recall(step: 1 | -1): void {
    const text = this.#typed.step(step, this.composer.text);
    if (text !== undefined) this.composer.set(text);
  }

  /** Shows the last text that was sent and contains what is typed; again: the one before it. */
  find(): void {
    const text = this.#typed.find(this.composer.text);
    if (text !== undefined) this.composer.set(text);
  }

  /** What comes after these entries is new when the person looks here again. */
  markSeen(entries: readonly ConversationEntry[]): void {
    this.#lastSeen = entries.at(-1);
    this.#firstNew = undefined;
  }

  /**
   * The person looks here again. If they never have since the start, what is new comes after
   * `readAt`, up to which they have read before, in milliseconds since 1970.
   */
  lookAt(entries: readonly ConversationEntry[], readAt = 0): void {
    const at = indexOfEntry(entries, this.#lastSeen);
    const isKnown = at !== -1 || this.#lastSeen === undefined && readAt > 0;
    const isNew = (entry: ConversationEntry) =>
      entry.type === "message" && !entry.own && (at !== -1 || entry.time > readAt);
    this.#firstNew = isKnown ? entries.slice(at + 1).find(isNew) : undefined;
  }
}
