import stringWidth from "string-width";

const CLEAR_LINE = "\r\x1b[K";
const PASTE_ON = "\x1b[?2004h";
const PASTE_OFF = "\x1b[?2004l";
/** Columns that stay free at the right, so that no terminal wraps the line. */
const MARGIN = 1;

/** What is being typed, as the screen needs to know it. */
export interface Typing {
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
 * A terminal whose last line is being typed into while lines arrive above it: for what arrives
 * the typed line is taken away and then drawn again.
 */
export class Screen {
  readonly #options: ScreenOptions;
  #typing: Typing = { prompt: "", cells: [], cursor: 0 };
  #first = 0;
  #open = false;

  constructor(options: ScreenOptions) {
    this.#options = options;
  }

  /** Begins to draw. */
  open(): void {
    this.#open = true;
    this.#options.write(PASTE_ON + this.#draw());
  }

  /** Leaves the terminal as it was. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#options.write(CLEAR_LINE + PASTE_OFF);
  }

  /** Prints whole lines above what is being typed. */
  print(text: string): void {
    const lines = text.replaceAll("\n", "\r\n") + "\r\n";
    this.#options.write(CLEAR_LINE + lines + (this.#open ? this.#draw() : ""));
  }

  /** Shows what is being typed now. */
  show(typing: Typing): void {
    this.#typing = typing;
    if (this.#open) this.#options.write(CLEAR_LINE + this.#draw());
  }

  /** Draws again, after the terminal has changed its size. */
  redraw(): void {
    if (this.#open) this.#options.write("\r\x1b[J" + this.#draw());
  }

  #draw(): string {
    const { prompt, cells, cursor } = this.#typing;
    const promptWidth = stringWidth(prompt);
    const room = Math.max(4, this.#options.columns() - MARGIN - promptWidth);
    const shown = cells.map(visible);
    const widths = shown.map((cell) => stringWidth(cell));
    this.#first = scrollTo({ first: this.#first, cursor, widths, room });
    let text = "";
    let width = 0;
    for (let index = this.#first; index < shown.length; index++) {
      if (width + (widths[index] ?? 0) > room) break;
      text += shown[index];
      width += widths[index] ?? 0;
    }
    const before = sum(widths.slice(this.#first, cursor));
    const column = promptWidth + before;
    return `${prompt}${text}\r${column > 0 ? `\x1b[${column}C` : ""}`;
  }
}

/** The first cell to draw, so that the cursor is seen. */
function scrollTo(
  view: {
    readonly first: number;
    readonly cursor: number;
    readonly widths: readonly number[];
    readonly room: number;
  },
): number {
  const { cursor, widths, room } = view;
  if (sum(widths) < room) return 0;
  let first = Math.min(view.first, cursor);
  // Scrolled by half a line at a time, so that one sees what comes next.
  if (first === cursor && cursor > 0) {
    for (let width = 0; first > 0 && width + (widths[first - 1] ?? 0) <= room / 2;) {
      width += widths[--first] ?? 0;
    }
  }
  if (sum(widths.slice(first, cursor)) < room) return first;
  while (first < cursor && sum(widths.slice(first, cursor)) > room / 2) first++;
  return first;
}

// What was pasted may hold line ends and controls.
function visible(cell: string): string {
  if (cell === "\n") return "⏎";
  // deno-lint-ignore no-control-regex
  return /[\x00-\x1f\x7f-\x9f]/.test(cell) ? "␀" : cell;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
