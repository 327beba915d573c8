import { hasSecret } from "../commands/secrets.ts";
import { Composer } from "../editing/composer.ts";
import { beginning } from "../editing/paste_buffer.ts";
import { TypedHistory } from "../editing/typed_history.ts";
import type { KeyName } from "./keys.ts";

/** Characters of the edited line. */
const MAX_CHARACTERS = 100_000;

const segmenter = new Intl.Segmenter();

/** Finds completions for the text before the cursor; Tab inserts one after the other. */
export type Complete = (before: string) => {
  /** How many characters before the cursor a candidate replaces. */
  readonly replaces: number;
  readonly candidates: readonly string[];
};

/** The edited line, with history and completion. It does no output. */
export class Editor {
  readonly #complete: Complete;
  readonly #composer = new Composer();
  readonly #history = new TypedHistory();
  /** The words that Tab goes through, and how many characters of one stand before the cursor. */
  #completion: { readonly words: readonly string[]; length: number; at: number } | undefined;

  constructor(complete: Complete) {
    this.#complete = complete;
  }

  get text(): string {
    return this.#composer.text;
  }

  /** The line as graphemes. */
  get cells(): readonly string[] {
    return cellsOf(this.text);
  }

  /** The number of graphemes before the cursor. */
  get cursor(): number {
    return cellsOf(this.#composer.before).length;
  }

  /** Inserts a text at the cursor. Returns how many characters were left out, as there is no room. */
  insert(text: string): number {
    this.#completion = undefined;
    const shown = beginning(text, MAX_CHARACTERS - this.text.length);
    this.#composer.insert(shown);
    return text.length - shown.length;
  }

  /** Replaces the whole line. */
  replace(text: string): void {
    this.#completion = undefined;
    this.#composer.set(text);
  }

  /**
   * Empties the line and returns its text. Adds it to the history unless it holds a password, typed
   * in the conversation `to`.
   */
  take(to?: string): string {
    this.#completion = undefined;
    const text = this.#composer.take();
    if (!hasSecret(text, to)) this.#history.add(text);
    return text;
  }

  /** Empties the line, and remembers nothing of it. */
  discard(): void {
    this.#completion = undefined;
    this.#composer.take();
  }

  /** A line was refused: it is the first one that the arrows bring back. */
  refused(text: string): void {
    this.#history.addRefused(text);
  }

  /** Edits the line as a key does. Returns false if the key does not edit. */
  press(key: KeyName): boolean {
    if (key !== "tab" && key !== "back-tab") this.#completion = undefined;
    const action = this.#actions[key];
    action?.();
    return action !== undefined;
  }

  readonly #actions: Partial<Record<KeyName, () => void>> = {
    "backspace": () => this.#composer.deleteLeft(),
    "delete": () => this.#composer.deleteRight(),
    "left": () => this.#composer.left(),
    "right": () => this.#composer.right(),
    "home": () => this.#composer.lineStart(),
    "end": () => this.#composer.lineEnd(),
    "word-left": () => this.#composer.wordLeft(),
    "word-right": () => this.#composer.wordRight(),
    "delete-word": () => this.#composer.killWordLeft(),
    "delete-next-word": () => this.#composer.killWordRight(),
    "delete-to-start": () => this.#composer.killToLineStart(),
    "delete-to-end": () => this.#composer.killToLineEnd(),
    "yank": () => this.#composer.yank(),
    "yank-pop": () => this.#composer.yankPop(),
    "transpose": () => this.#composer.transpose(),
    "undo": () => this.#composer.undo(),
    "redo": () => this.#composer.redo(),
    "up": () => this.#recall(this.#history.step(-1, this.text)),
    "down": () => this.#recall(this.#history.step(1, this.text)),
    "search": () => this.#recall(this.#history.find(this.text)),
    "tab": () => this.#tab(1),
    "back-tab": () => this.#tab(-1),
  };

  #recall(text: string | undefined): void {
    if (text !== undefined) this.replace(text);
  }

  #tab(step: 1 | -1): void {
    if (this.#completion === undefined) {
      const { replaces, candidates } = this.#complete(this.#composer.before);
      if (candidates.length === 0) return;
      this.#completion = { words: candidates, length: replaces, at: step === 1 ? -1 : 0 };
    }
    const completion = this.#completion;
    const count = completion.words.length;
    completion.at = (completion.at + step + count) % count;
    const word = completion.words[completion.at] ?? "";
    this.#composer.replaceBefore(completion.length, word);
    completion.length = word.length;
  }
}

function cellsOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
