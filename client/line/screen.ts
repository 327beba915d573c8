import stringWidth from "string-width";

import { codes, joinSafe, type SafeText, sanitize, splitLines } from "../format/sanitize.ts";

const CLEAR_LINE = codes`\r\x1b[K`;
const CLEAR_ALL = codes`\x1b[H\x1b[2J`;
const CLEAR_BELOW = codes`\r\x1b[J`;
const PASTE_ON = codes`\x1b[?2004h`;
const PASTE_OFF = codes`\x1b[?2004l`;
const segmenter = new Intl.Segmenter();

/** Free columns at the right, so that no terminal wraps the line. */
const MARGIN = 1;

/** The edited line as the screen shows it. */
export interface InputLine {
  /** Lines above the prompt that are not final, which go away as they came. */
  readonly above?: readonly string[];
  readonly prompt: string;
  readonly cells: readonly string[];
  readonly cursor: number;
}

/** Options for {@linkcode Screen}. */
export interface ScreenOptions {
  readonly write: (text: SafeText) => void;
  readonly columns: () => number;
  /** Makes a text faint. */
  readonly faint?: (text: string) => SafeText;
}

/**
 * Draws a terminal whose last line is edited while other lines arrive above it. To print a line,
 * it clears the edited line and draws it again below.
 */
export class Screen {
  readonly #options: ScreenOptions;
  #line: InputLine = { prompt: "", cells: [], cursor: 0 };
  /** The first cell that is drawn. */
  #first = 0;
  #open = false;
  /** Columns of the rows that are drawn above the edited line. */
  #above: readonly number[] = [];
  /** The column of the cursor. */
  #column = 0;
  /** The terminal's columns when it was drawn. */
  #columns = 0;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Starts to draw. */
  open(): void {
    this.#open = true;
    this.#options.write(codes`${PASTE_ON}${this.#draw()}`);
  }

  /** Restores the terminal. */
  close(): void {
    if (!this.#open) return;
    this.#options.write(codes`${this.#erase()}${PASTE_OFF}`);
    this.#open = false;
  }

  /** Empties the terminal. */
  clear(): void {
    if (!this.#open) return;
    this.#above = [];
    this.#options.write(codes`${CLEAR_ALL}${this.#draw()}`);
  }

  /** Prints whole lines above the edited line. */
  print(text: SafeText): void {
    const printed = joinSafe(splitLines(text).map((line) => codes`${line}\r\n`));
    const erased = this.#erase();
    const line = this.#open ? this.#draw() : codes``;
    this.#options.write(codes`${erased}${printed}${line}`);
  }

  /** Draws the edited line after a change. */
  show(line: InputLine): void {
    this.#line = line;
    if (this.#open) this.#options.write(codes`${this.#erase()}${this.#draw()}`);
  }

  /** Draws again after the terminal's size has changed. */
  redraw(): void {
    if (!this.#open) return;
    this.#options.write(codes`${this.#eraseAll()}${this.#draw()}`);
  }

  /** Takes away what is drawn, from its first row on. */
  #erase(): SafeText {
    // A key may come before the signal that the size has changed.
    const isResized = this.#options.columns() !== this.#columns;
    return isResized || this.#above.length > 0 ? this.#eraseAll() : CLEAR_LINE;
  }

  #eraseAll(): SafeText {
    // A terminal that has become narrower has wrapped what was on one row.
    const columns = Math.max(1, this.#options.columns());
    const above = sum(this.#above.map((width) => Math.max(1, Math.ceil(width / columns))));
    const rows = above + Math.floor(this.#column / columns);
    this.#above = [];
    return rows === 0 ? CLEAR_BELOW : codes`\x1b[${rows}A${CLEAR_BELOW}`;
  }

  #draw(): SafeText {
    const { above = [], cells, cursor } = this.#line;
    const prompt = sanitize(this.#line.prompt);
    const promptWidth = stringWidth(prompt);
    this.#columns = this.#options.columns();
    const columns = Math.max(4, this.#columns - MARGIN - promptWidth);
    const shown = cells.map(visible);
    const widths = shown.map((cell) => stringWidth(cell));
    this.#first = scrollTo({ first: this.#first, cursor, widths, columns });
    const text = fitting(shown.slice(this.#first), columns);
    const before = sum(widths.slice(this.#first, cursor));
    const column = promptWidth + before;
    const moved = column > 0 ? codes`\x1b[${column}C` : codes``;
    const drawn = above.map((row) => this.#rowAbove(row));
    this.#above = drawn.map((row) => stringWidth(row));
    this.#column = column;
    const { faint = sanitize } = this.#options;
    const rows = joinSafe(drawn.map((row) => codes`${faint(row)}\r\n`));
    return codes`${rows}${prompt}${text}\r${moved}`;
  }

  /** A row above the edited line, cut so that the terminal does not wrap it. */
  #rowAbove(row: string): SafeText {
    const cells = Array.from(segmenter.segment(row), ({ segment }) => visible(segment));
    return fitting(cells, this.#options.columns() - MARGIN);
  }
}

/** As many cells as fit into columns. */
function fitting(cells: readonly SafeText[], columns: number): SafeText {
  let width = 0;
  const end = cells.findIndex((cell) => (width += stringWidth(cell)) > columns);
  return joinSafe(end === -1 ? cells : cells.slice(0, end));
}

/** Returns the first cell to draw, so that the cursor is visible. */
function scrollTo(
  view: {
    readonly first: number;
    readonly cursor: number;
    readonly widths: readonly number[];
    readonly columns: number;
  },
): number {
  const { cursor, widths, columns } = view;
  if (sum(widths) < columns) return 0;
  let first = Math.min(view.first, cursor);
  // It scrolls by half a line, so that the text on both sides of the cursor is visible.
  if (first === cursor && cursor > 0) {
    for (let width = 0; first > 0 && width + (widths[first - 1] ?? 0) <= columns / 2;) {
      width += widths[--first] ?? 0;
    }
  }
  if (sum(widths.slice(first, cursor)) < columns) return first;
  while (first < cursor && sum(widths.slice(first, cursor)) > columns / 2) first++;
  return first;
}

/** A pasted text may have line ends, and characters that are unsafe or the codes of styles. */
function visible(cell: string): SafeText {
  if (cell === "\n") return codes`⏎`;
  const shown = sanitize(cell);
  return shown === "" ? codes`␀` : shown;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
