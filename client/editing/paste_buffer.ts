/** A paste longer than this many characters (UTF-16 units) is cut off. */
export const MAX_PASTE_CHARACTERS = 1_000_000;
/** Characters from which what comes at once can be a paste. */
const UNMARKED_PASTE_CHARACTERS = 16;

/** What was pasted. */
export interface Pasted {
  readonly text: string;
  /** Characters at its end that were left out, as it was too long. */
  readonly leftOut: number;
}

/** A paste, as its pieces come. */
export class PasteBuffer {
  #text = "";
  #leftOut = 0;

  add(piece: string): void {
    const kept = beginning(piece, MAX_PASTE_CHARACTERS - this.#text.length);
    this.#text += kept;
    this.#leftOut += piece.length - kept.length;
  }

  /** The whole paste, with line feeds as line ends. */
  end(): Pasted {
    return { text: this.#text.replace(/\r\n?/g, "\n"), leftOut: this.#leftOut };
  }
}

/**
 * Whether what a terminal sends during a paste is Ctrl+C at the keyboard, which cancels the paste: a
 * character that was pasted does not come alone. The end of a paste can be lost on a slow line.
 */
export function cancelsPaste(typed: string): boolean {
  return typed === "\x03";
}

/**
 * Whether what came at once from a terminal is a paste that it did not mark as one: so much is not
 * typed between two reads, and somebody who types Tab looks at what it completes before going on.
 */
export function isUnmarkedPaste(typed: string): boolean {
  // deno-lint-ignore no-control-regex
  return typed.length >= UNMARKED_PASTE_CHARACTERS && /\t[^\x00-\x1f\x7f]/.test(typed) &&
    !typed.includes("\x1b");
}

/** The beginning of a text, of at most `max` UTF-16 units and without half a character. */
export function beginning(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max));
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}
