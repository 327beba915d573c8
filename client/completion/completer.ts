import type { Candidate } from "./candidate.ts";
import type { Completions } from "./mod.ts";

/** The text that is completed. */
export interface Completed {
  /** The part of the text before the cursor. */
  readonly before: string;
  /** Replaces what stands right before the cursor. */
  replaceBefore(length: number, text: string): void;
}

/** What a list of completions shows. */
export interface CompletionList {
  readonly candidates: readonly Candidate[];
  /** The position of the candidate that stands in the text now; undefined for none. */
  readonly selected: number | undefined;
  /** The usage and description of the command whose arguments are typed. */
  readonly hint: { readonly usage: string; readonly description: string } | undefined;
}

/** Options for {@linkcode Completer}. */
export interface CompleterOptions {
  readonly find: (before: string) => Completions;
  /** The emoji of a name. */
  readonly emoji: (name: string) => string | undefined;
}

interface Shown {
  readonly completions: Completions;
  /** What stood before the cursor when they were found. */
  readonly before: string;
  readonly selected: number | undefined;
}

const NOTHING_SHOWN: Shown = {
  completions: { replaces: 0, candidates: [], automatic: false, command: undefined },
  before: "",
  selected: undefined,
};

/**
 * Completes a text: Tab puts in one candidate after the other, and a list shows them, also while
 * one types where that helps.
 */
export class Completer {
  readonly #options: CompleterOptions;
  #shown: Shown | undefined;
  /** A step that found nothing, with the text before the cursor: the emoji may not be loaded. */
  #vain: { readonly before: string; readonly step: 1 | -1 } | undefined;

  constructor(options: CompleterOptions) {
    this.#options = options;
  }

  /** What the list shows now; undefined for no list. */
  get list(): CompletionList | undefined {
    if (this.#shown === undefined) return undefined;
    const { completions: { candidates, command, automatic }, selected } = this.#shown;
    const inSight = automatic || selected !== undefined ? candidates : [];
    return { candidates: inSight, selected, hint: command };
  }

  /** Whether the arrows go through the list. */
  get hasChoice(): boolean {
    return (this.list?.candidates.length ?? 0) > 0;
  }

  /** Something was typed or deleted: the list follows it. */
  typed(text: Completed): void {
    this.#vain = undefined;
    this.#replaceEmojiName(text);
    const completions = this.#options.find(text.before);
    const { automatic, candidates, command } = completions;
    const isShown = automatic && candidates.length > 0 || command !== undefined;
    this.#shown = isShown ? { completions, before: text.before, selected: undefined } : undefined;
  }

  /** There is more to complete with: a step that found nothing is taken again. */
  loaded(text: Completed): void {
    const vain = this.#vain;
    if (vain?.before === text.before) this.step(text, vain.step);
    else this.typed(text);
  }

  /** Puts in the next candidate, or the one before, now or once loaded; false where there is none. */
  step(text: Completed, step: 1 | -1): boolean {
    this.#vain = undefined;
    const shown = this.#shown ??
      { completions: this.#options.find(text.before), before: text.before, selected: undefined };
    const { candidates, replaces } = shown.completions;
    const count = candidates.length;
    if (count === 0) {
      this.#vain = { before: text.before, step };
      return shown.completions.isLoading === true;
    }
    const { selected: before } = shown;
    const first = step === 1 ? 0 : count - 1;
    const selected = before === undefined ? first : (before + step + count) % count;
    const replaced = before === undefined ? replaces : candidates[before]?.text.length ?? 0;
    text.replaceBefore(replaced, candidates[selected]?.text ?? "");
    if (count === 1) this.typed(text);
    else this.#shown = { ...shown, selected };
    return true;
  }

  /** Puts in a candidate of the list, given by its position, and takes it as typed. */
  choose(text: Completed, index: number): void {
    const { completions: { candidates, replaces }, selected } = this.#shown ?? NOTHING_SHOWN;
    const chosen = candidates[index];
    if (chosen === undefined) return;
    const replaced = selected === undefined ? replaces : candidates[selected]?.text.length ?? 0;
    text.replaceBefore(replaced, chosen.text);
    this.typed(text);
  }

  /** Closes the list. */
  close(): void {
    this.#vain = undefined;
    this.#shown = undefined;
  }

  /** Closes the list and puts back what was typed; false where there is no list. */
  cancel(text: Completed): boolean {
    const shown = this.#shown;
    if (shown === undefined) return false;
    this.#shown = undefined;
    const { selected, before, completions: { candidates, replaces } } = shown;
    if (selected !== undefined) {
      const typed = replaces === 0 ? "" : before.slice(-replaces);
      text.replaceBefore(candidates[selected]?.text.length ?? 0, typed);
    }
    return true;
  }

  /** A name between two colons becomes its emoji when the second one is typed. */
  #replaceEmojiName(text: Completed): void {
    const match = /(?:^|[^\w/:]):([\w+-]{1,60}):$/.exec(text.before.slice(-64));
    const name = match?.[1];
    const emoji = name === undefined ? undefined : this.#options.emoji(name);
    if (name !== undefined && emoji !== undefined) text.replaceBefore(name.length + 2, emoji);
  }
}
