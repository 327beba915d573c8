import type { KeyName } from "./keys.ts";
import { hasSecret } from "../commands/secrets.ts";
import { beginning } from "../editing/paste_buffer.ts";
import { TypedHistory } from "../editing/typed_history.ts";

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
  /** Graphemes; the cursor stands between two of them. */
  #cells: string[] = [];
  #cursor = 0;
  #cut = "";
  readonly #history = new TypedHistory();
  #completion:
    | { readonly before: string; readonly words: readonly string[]; at: number }
    | undefined;

  constructor(complete: Complete) {
    this.#complete = complete;
  }

  get text(): string {
    return this.#cells.join("");
  }

  get cells(): readonly string[] {
    return this.#cells;
  }

  get cursor(): number {
    return this.#cursor;
  }

  /** Inserts a text at the cursor. Returns how many characters were left out, as there is no room. */
  insert(text: string): number {
    this.#completion = undefined;
    const [before, after] = [this.#before(), this.#after()];
    const shown = beginning(text, MAX_CHARACTERS - before.length - after.length);
    this.#set(before + shown + after, before.length + shown.length);
    return text.length - shown.length;
  }

  /** Replaces the whole line. */
  replace(text: string): void {
    this.#completion = undefined;
    this.#set(text, text.length);
  }

  /**
   * Empties the line and returns its text. Adds it to the history unless it holds a password, typed
   * in the conversation `to`.
   */
  take(to?: string): string {
    const { text } = this;
    this.replace("");
    if (!hasSecret(text, to)) this.#history.add(text);
    return text;
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
    "backspace": () => this.#remove(this.#cursor - 1, this.#cursor),
    "delete": () => this.#remove(this.#cursor, this.#cursor + 1),
    "left": () => this.#move(this.#cursor - 1),
    "right": () => this.#move(this.#cursor + 1),
    "home": () => this.#move(0),
    "end": () => this.#move(this.#cells.length),
    "word-left": () => this.#move(this.#wordStart()),
    "word-right": () => this.#move(this.#wordEnd()),
    "delete-word": () => this.#kill(this.#wordStart(), this.#cursor),
    "delete-to-start": () => this.#kill(0, this.#cursor),
    "delete-to-end": () => this.#kill(this.#cursor, this.#cells.length),
    "yank": () => void this.insert(this.#cut),
    "up": () => this.#recall(-1),
    "down": () => this.#recall(1),
    "tab": () => this.#tab(1),
    "back-tab": () => this.#tab(-1),
  };

  #before(): string {
    return this.#cells.slice(0, this.#cursor).join("");
  }

  #after(): string {
    return this.#cells.slice(this.#cursor).join("");
  }

  /** Sets the line, and the cursor behind `at` UTF-16 units. */
  #set(text: string, at: number): void {
    this.#cells = [];
    this.#cursor = 0;
    for (const { segment, index } of segmenter.segment(text)) {
      this.#cells.push(segment);
      if (index < at) this.#cursor = this.#cells.length;
    }
  }

  #move(to: number): void {
    this.#cursor = Math.max(0, Math.min(this.#cells.length, to));
  }

  #remove(from: number, to: number): string {
    const start = Math.max(0, from);
    const removed = this.#cells.splice(start, to - start).join("");
    this.#move(start);
    return removed;
  }

  #kill(from: number, to: number): void {
    const removed = this.#remove(from, to);
    if (removed !== "") this.#cut = removed;
  }

  #wordStart(): number {
    let at = this.#cursor;
    while (at > 0 && this.#cells[at - 1]?.trim() === "") at--;
    while (at > 0 && this.#cells[at - 1]?.trim() !== "") at--;
    return at;
  }

  #wordEnd(): number {
    let at = this.#cursor;
    while (at < this.#cells.length && this.#cells[at]?.trim() === "") at++;
    while (at < this.#cells.length && this.#cells[at]?.trim() !== "") at++;
    return at;
  }

  #recall(step: 1 | -1): void {
    const text = this.#history.step(step, this.text);
    if (text !== undefined) this.replace(text);
  }

  #tab(step: 1 | -1): void {
    if (this.#completion === undefined) {
      const before = this.#before();
      const { replaces, candidates } = this.#complete(before);
      if (candidates.length === 0) return;
      const kept = before.slice(0, before.length - replaces);
      this.#completion = { before: kept, words: candidates, at: step === 1 ? -1 : 0 };
    }
    const completion = this.#completion;
    const count = completion.words.length;
    completion.at = (completion.at + step + count) % count;
    const before = completion.before + (completion.words[completion.at] ?? "");
    this.#set(before + this.#after(), before.length);
  }
}
