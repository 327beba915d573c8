import { hasSecret } from "../commands/secrets.ts";

/** Texts that the arrows bring back. */
const MAX_TEXTS = 500;

/** The texts that were typed before, which the arrows bring back. Passwords are not among them. */
export class TypedHistory {
  readonly #texts: string[] = [];
  /** The position of the text that is shown; undefined for what is being typed. */
  #shown: number | undefined;
  #draft = "";
  /** What is searched for, and the text that was found with it. */
  #search: { readonly words: string; readonly found: string } | undefined;

  /** Adds a text that is done, unless it is the last one. */
  add(text: string): void {
    this.#shown = undefined;
    if (text === this.#texts.at(-1)) return;
    this.#push(text);
  }

  /**
   * Makes a text that was refused the first one that the arrows bring back. Lines that are part of
   * a longer text bring back that text.
   */
  addRefused(text: string): void {
    const at = this.#texts.findLastIndex((one) => `\n${one}\n`.includes(`\n${text}\n`));
    const [whole = text] = at === -1 ? [] : this.#texts.splice(at, 1);
    this.#push(whole);
    const shown = this.#shown;
    if (at === -1 || shown === undefined || shown < at) return;
    this.#shown = shown === at ? this.#texts.length - 1 : shown - 1;
  }

  /** Whether a text is among them. */
  has(text: string): boolean {
    return this.#texts.includes(text);
  }

  /** The text before or after the one that is shown; undefined if there is none. */
  step(step: 1 | -1, shown: string): string | undefined {
    if (this.#shown === undefined) {
      if (step === 1) return undefined;
      this.#draft = shown;
      this.#shown = this.#texts.length;
    }
    const at = this.#shown + step;
    if (at < 0) return undefined;
    this.#shown = at >= this.#texts.length ? undefined : at;
    return this.#texts[at] ?? this.#draft;
  }

  /**
   * The last text that contains what is typed; called again, one before it. Undefined if there is
   * none.
   */
  find(shown: string): string | undefined {
    const isNext = this.#search?.found === shown;
    const words = isNext ? this.#search?.words ?? "" : shown;
    const end = isNext ? this.#shown ?? this.#texts.length : this.#texts.length;
    const at = this.#texts.findLastIndex((text, index) =>
      index < end && text !== shown && text.toLowerCase().includes(words.toLowerCase())
    );
    const found = this.#texts[at];
    if (found === undefined) return undefined;
    if (this.#shown === undefined) this.#draft = shown;
    this.#shown = at;
    this.#search = { words, found };
    return found;
  }

  #push(text: string): void {
    if (text.trim() === "" || hasSecret(text)) return;
    this.#texts.push(text);
    if (this.#texts.length > MAX_TEXTS) this.#texts.shift();
  }
}
