import stringWidth from "string-width";

const CLEAR_LINE = "\r\x1b[K";
const PASTE_ON = "\x1b[?2004h";
const PASTE_OFF = "\x1b[?2004l";
/** Free columns at the right, so that no terminal wraps the line. */
const MARGIN = 1;

/** The edited line as the screen shows it. */
export interface InputLine {
  readonly prompt: string;
  readonly cells: readonly string[];
  readonly cursor: number;
}

/** Options for {@linkcode Screen}. */
export interface ScreenOptions {
  readonly write: (text: string) => void;
  readonly columns: () => number;
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

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Starts to draw. */
  open(): void {
    this.#open = true;
    this.#options.write(PASTE_ON + this.#draw());
  }

  /** Restores the terminal. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#options.write(CLEAR_LINE + PASTE_OFF);
  }

  /** Prints whole lines above the edited line. */
  print(text: string): void {
    const lines = text.replaceAll("\n", "\r\n") + "\r\n";
    this.#options.write(CLEAR_LINE + lines + (this.#open ? this.#draw() : ""));
  }

  /** Draws the edited line after a change. */
  show(line: InputLine): void {
    this.#line = line;
    if (this.#open) this.#options.write(CLEAR_LINE + this.#draw());
  }

  /** Draws again after the terminal's size has changed. */
  redraw(): void {
    if (this.#open) this.#options.write("\r\x1b[J" + this.#draw());
  }

  #draw(): string {
    const { prompt, cells, cursor } = this.#line;
    const promptWidth = stringWidth(prompt);
    const columns = Math.max(4, this.#options.columns() - MARGIN - promptWidth);
    const shown = cells.map(visible);
    const widths = shown.map((cell) => stringWidth(cell));
    this.#first = scrollTo({ first: this.#first, cursor, widths, columns });
    let text = "";
    let width = 0;
    for (let index = this.#first; index < shown.length; index++) {
      if (width + (widths[index] ?? 0) > columns) break;
      text += shown[index];
      width += widths[index] ?? 0;
    }
    const before = sum(widths.slice(this.#first, cursor));
    const column = promptWidth + before;
    return `${prompt}${text}\r${column > 0 ? `\x1b[${column}C` : ""}`;
  }
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

/** A pasted text may have line ends and control characters. */
function visible(cell: string): string {
  if (cell === "\n") return "⏎";
  // deno-lint-ignore no-control-regex
  return /[\x00-\x1f\x7f-\x9f]/.test(cell) ? "␀" : cell;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
