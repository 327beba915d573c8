import { beginning } from "./paste_buffer.ts";

/** Characters of a text being typed. */
const MAX_CHARACTERS = 1_000_000;
/** Texts that undo brings back. */
const MAX_UNDO = 200;
/** Pieces that were cut and can be put back. */
const MAX_KILLS = 20;

const letters = new Intl.Segmenter();

/** A text and where the cursor stands in it, in UTF-16 units. */
export interface Typed {
  readonly text: string;
  readonly cursor: number;
}

/** What an edit was, so that several of one kind are undone together. */
type EditKind = "insert" | "delete" | "kill" | "other";

/**
 * A text being typed, of one line or many, with the editing commands of readline. Writes nothing
 * and knows nothing of keys.
 */
export class Composer {
  #text = "";
  #cursor = 0;
  #undo: Typed[] = [];
  #redo: Typed[] = [];
  #lastEdit: EditKind | undefined;
  readonly #kills: string[] = [];
  /** What yank put in last, which yankPop replaces. */
  #yanked: { readonly start: number; readonly end: number; readonly index: number } | undefined;
  /** The column that up and down try to keep. */
  #column: number | undefined;

  get text(): string {
    return this.#text;
  }

  get cursor(): number {
    return this.#cursor;
  }

  get isEmpty(): boolean {
    return this.#text === "";
  }

  /** Whether there is nothing in it that could be sent. */
  get isBlank(): boolean {
    return this.#text.trim() === "";
  }

  /** Writes at the cursor. Returns how many characters were left out, as there is no room. */
  insert(text: string): number {
    const shown = beginning(text, MAX_CHARACTERS - this.#text.length);
    this.#replaceRange(this.#cursor, this.#cursor, { text: shown, kind: "insert" });
    return text.length - shown.length;
  }

  /** Replaces the whole text; the cursor goes to its end. */
  set(text: string): void {
    this.#replaceRange(0, this.#text.length, { text, kind: "other" });
  }

  /** Takes over what was typed in a field that has its own undo. */
  follow(text: string, cursor: number): void {
    this.#text = text;
    this.moveTo(cursor);
  }

  /** Replaces what stands right before the cursor, as completion does. */
  replaceBefore(length: number, text: string): void {
    this.#replaceRange(Math.max(0, this.#cursor - length), this.#cursor, { text, kind: "other" });
  }

  /** Takes the text away, and with it what could be undone. */
  take(): string {
    const text = this.#text;
    this.#text = "";
    this.#cursor = 0;
    this.#undo = [];
    this.#redo = [];
    this.#settle();
    return text;
  }

  /** The part of the text before the cursor. */
  get before(): string {
    return this.#text.slice(0, this.#cursor);
  }

  moveTo(position: number): void {
    this.#settle();
    this.#cursor = Math.max(0, Math.min(this.#text.length, position));
  }

  left(): void {
    this.moveTo(this.#previousLetter(this.#cursor));
  }

  right(): void {
    this.moveTo(this.#nextLetter(this.#cursor));
  }

  wordLeft(): void {
    this.moveTo(this.#wordStart());
  }

  wordRight(): void {
    this.moveTo(this.#wordEnd());
  }

  lineStart(): void {
    this.moveTo(this.#lineStart(this.#cursor));
  }

  lineEnd(): void {
    this.moveTo(this.#lineEnd(this.#cursor));
  }

  /** Goes to the line above; false where there is none. */
  up(): boolean {
    const start = this.#lineStart(this.#cursor);
    if (start === 0) return false;
    this.#moveToLine(this.#lineStart(start - 1));
    return true;
  }

  /** Goes to the line below; false where there is none. */
  down(): boolean {
    const end = this.#lineEnd(this.#cursor);
    if (end === this.#text.length) return false;
    this.#moveToLine(end + 1);
    return true;
  }

  deleteLeft(): void {
    const from = this.#previousLetter(this.#cursor);
    this.#replaceRange(from, this.#cursor, { text: "", kind: "delete" });
  }

  deleteRight(): void {
    const to = this.#nextLetter(this.#cursor);
    this.#replaceRange(this.#cursor, to, { text: "", kind: "delete" });
  }

  killWordLeft(): void {
    this.#kill(this.#wordStart(), this.#cursor);
  }

  killWordRight(): void {
    this.#kill(this.#cursor, this.#wordEnd());
  }

  killToLineStart(): void {
    this.#kill(this.#lineStart(this.#cursor), this.#cursor);
  }

  /** Cuts up to the end of the line, or at its end the line break. */
  killToLineEnd(): void {
    const end = this.#lineEnd(this.#cursor);
    this.#kill(this.#cursor, end === this.#cursor ? end + 1 : end);
  }

  /** Puts back what was cut last. */
  yank(): void {
    const [text] = this.#kills;
    if (text === undefined) return;
    const start = this.#cursor;
    this.#replaceRange(start, start, { text, kind: "other" });
    this.#yanked = { start, end: start + text.length, index: 0 };
  }

  /** After a yank: puts in its place what was cut before that. */
  yankPop(): void {
    const yanked = this.#yanked;
    if (yanked === undefined || this.#kills.length === 0) return;
    const index = (yanked.index + 1) % this.#kills.length;
    const text = this.#kills[index] ?? "";
    this.#replaceRange(yanked.start, yanked.end, { text, kind: "other" });
    this.#yanked = { start: yanked.start, end: yanked.start + text.length, index };
  }

  /** Exchanges the two letters around the cursor. */
  transpose(): void {
    const middle = this.#cursor === this.#text.length
      ? this.#previousLetter(this.#cursor)
      : this.#cursor;
    const start = this.#previousLetter(middle);
    const end = this.#nextLetter(middle);
    if (start === middle || middle === end) return;
    const text = this.#text.slice(middle, end) + this.#text.slice(start, middle);
    this.#replaceRange(start, end, { text, kind: "other" });
  }

  undo(): void {
    const before = this.#undo.pop();
    if (before === undefined) return;
    this.#redo.push({ text: this.#text, cursor: this.#cursor });
    this.#restore(before);
  }

  redo(): void {
    const after = this.#redo.pop();
    if (after === undefined) return;
    this.#undo.push({ text: this.#text, cursor: this.#cursor });
    this.#restore(after);
  }

  #restore({ text, cursor }: Typed): void {
    this.#text = text;
    this.#cursor = cursor;
    this.#settle();
  }

  #settle(): void {
    this.#lastEdit = undefined;
    this.#yanked = undefined;
    this.#column = undefined;
  }

  #replaceRange(
    from: number,
    to: number,
    { text, kind }: { readonly text: string; readonly kind: EditKind },
  ): void {
    if (from === to && text === "") return;
    // Letters typed in a row are undone together; a space begins the next group.
    const joins = kind === this.#lastEdit &&
      (kind === "delete" || kind === "insert" && text !== " ");
    if (!joins) {
      this.#undo.push({ text: this.#text, cursor: this.#cursor });
      if (this.#undo.length > MAX_UNDO) this.#undo.shift();
    }
    this.#redo = [];
    this.#text = this.#text.slice(0, from) + text + this.#text.slice(to);
    this.#settle();
    this.#cursor = from + text.length;
    this.#lastEdit = kind;
  }

  #kill(from: number, to: number): void {
    const text = this.#text.slice(from, to);
    if (text === "") return;
    const joins = this.#lastEdit === "kill";
    const isBefore = to === this.#cursor;
    this.#replaceRange(from, to, { text: "", kind: "kill" });
    const [last = ""] = this.#kills;
    if (joins) this.#kills[0] = isBefore ? text + last : last + text;
    else this.#kills.unshift(text);
    if (this.#kills.length > MAX_KILLS) this.#kills.pop();
  }

  #moveToLine(start: number): void {
    const column = this.#column ?? this.#cursor - this.#lineStart(this.#cursor);
    const end = this.#lineEnd(start);
    this.moveTo(this.#boundary(Math.min(start + column, end)));
    this.#column = column;
  }

  #lineStart(position: number): number {
    return position === 0 ? 0 : this.#text.lastIndexOf("\n", position - 1) + 1;
  }

  #lineEnd(position: number): number {
    const end = this.#text.indexOf("\n", position);
    return end === -1 ? this.#text.length : end;
  }

  /** The start of the letter that a position falls into. */
  #boundary(position: number): number {
    const start = this.#lineStart(position);
    const line = this.#text.slice(start, this.#lineEnd(position));
    return start + (letters.segment(line).containing(position - start)?.index ?? position - start);
  }

  #previousLetter(position: number): number {
    if (position === 0) return 0;
    const start = this.#lineStart(position);
    if (start === position) return position - 1;
    const line = this.#text.slice(start, position);
    return start + (letters.segment(line).containing(line.length - 1)?.index ?? 0);
  }

  #nextLetter(position: number): number {
    if (position >= this.#text.length) return this.#text.length;
    const rest = this.#text.slice(position, this.#lineEnd(position) + 1);
    return position + (letters.segment(rest).containing(0)?.segment.length ?? 1);
  }

  #wordStart(): number {
    const before = this.#text.slice(0, this.#cursor).replace(/\s+$/u, "");
    return before.length - (/[^\s]+$/u.exec(before)?.[0].length ?? 0);
  }

  #wordEnd(): number {
    const after = this.#text.slice(this.#cursor);
    return this.#cursor + (/^\s*[^\s]+/u.exec(after)?.[0].length ?? after.length);
  }
}
