import { codes, joinSafe, type SafeText } from "../../format/sanitize.ts";

/** Where the cursor is shown, from 0; undefined for hidden. */
export interface CursorPosition {
  readonly column: number;
  readonly row: number;
}

/** Options for {@linkcode FrameWriter}. */
export interface FrameWriterOptions {
  /** Writes to the terminal; resolves when it was taken. */
  readonly write: (text: SafeText) => Promise<void>;
}

const BEGIN_UPDATE = codes`\x1b[?2026h`;
const END_UPDATE = codes`\x1b[?2026l`;
const HIDE_CURSOR = codes`\x1b[?25l`;
const SHOW_CURSOR = codes`\x1b[?25h`;
const CLEAR_TO_END = codes`\x1b[0m\x1b[K`;
const CLEAR_ALL = codes`\x1b[2J`;

/**
 * Brings frames to the terminal: only the rows that differ from what stands there, in one write.
 * While a write is under way the latest frame waits and those before it are dropped, so that a
 * slow terminal falls behind by one frame at most.
 */
export class FrameWriter {
  readonly #write: (text: SafeText) => Promise<void>;
  #shown: readonly SafeText[] = [];
  #cursor: CursorPosition | undefined;
  #shownCursor: string | undefined;
  #next: readonly SafeText[] | undefined;
  #before = codes``;
  #writing: Promise<void> | undefined;
  #paused = false;

  constructor(options: FrameWriterOptions) {
    this.#write = options.write;
  }

  /** Shows a frame: its rows from the top, each no wider than the terminal. */
  show(rows: readonly SafeText[], cursor: CursorPosition | undefined): void {
    if (this.#paused) return;
    this.#next = rows;
    this.#cursor = cursor;
    this.#writing ??= this.#drain();
  }

  /** Sends text that moves nothing, such as a bell or a title, before the next frame. */
  send(text: SafeText): void {
    if (this.#paused) return;
    this.#before = codes`${this.#before}${text}`;
    this.#next ??= this.#shown;
    this.#writing ??= this.#drain();
  }

  /** Draws every row again with the next frame, after something else wrote to the terminal. */
  invalidate(): void {
    this.#shown = [];
    this.#shownCursor = undefined;
    this.#before = codes`${this.#before}${CLEAR_ALL}`;
  }

  /** Takes no frames until it is resumed; resolves when what was begun is written. */
  async pause(): Promise<void> {
    this.#paused = true;
    this.#next = undefined;
    await this.#writing;
  }

  /** Takes frames again; the first one is drawn whole. */
  resume(): void {
    this.#paused = false;
    this.invalidate();
  }

  async #drain(): Promise<void> {
    // Everything that is shown in this turn is one frame.
    await Promise.resolve();
    try {
      while (this.#next !== undefined) {
        const text = this.#difference(this.#next);
        this.#next = undefined;
        if (text !== "") await this.#write(text);
      }
    } catch {
      // The terminal was closed.
      this.#paused = true;
    } finally {
      this.#writing = undefined;
    }
  }

  #difference(rows: readonly SafeText[]): SafeText {
    const parts: SafeText[] = [];
    for (let index = 0; index < Math.max(rows.length, this.#shown.length); index++) {
      const row = rows[index];
      if (row !== undefined && row === this.#shown[index]) continue;
      parts.push(codes`\x1b[${index + 1};1H${row ?? codes``}${CLEAR_TO_END}`);
    }
    const text = joinSafe(parts);
    const cursor = this.#cursor === undefined
      ? HIDE_CURSOR
      : codes`\x1b[${this.#cursor.row + 1};${this.#cursor.column + 1}H${SHOW_CURSOR}`;
    const before = this.#before;
    this.#before = codes``;
    if (text === "" && cursor === this.#shownCursor) return before;
    this.#shown = rows;
    this.#shownCursor = cursor;
    return codes`${BEGIN_UPDATE}${before}${HIDE_CURSOR}${text}${cursor}${END_UPDATE}`;
  }
}
