import { drawFrame } from "../frame.ts";
import type { Painter } from "../drawing/paint.ts";
import type { ScreenView } from "../view.ts";
import { fit, lettersOf, widthOf } from "../drawing/width.ts";

/** Paints no colours and no styles, so that what is drawn is the text alone. */
export const PLAIN_PAINTER: Painter = {
  theme: {
    name: "plain",
    background: undefined,
    foreground: undefined,
    nicknames: [],
    roles: {},
  },
  depth: "none",
};

/** The rows of a drawn screen as text, with the spaces that fill them. */
export function drawText(view: ScreenView): string[] {
  return drawFrame(view, PLAIN_PAINTER).rows.map(rowText);
}

/** The pieces of a painted row: the column, from 1, that the next letter goes to, and letters. */
// deno-lint-ignore no-control-regex
const PIECES = /\x1b\[(\d+)G|\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\|([^\x1b]+)/g;

/** A painted row as a terminal shows it: letters that are written over others replace them. */
function rowText(painted: string): string {
  const cells: string[] = [];
  let column = 0;
  for (const [, moved, text = ""] of painted.matchAll(PIECES)) {
    if (moved !== undefined) column = Number(moved) - 1;
    for (const letter of lettersOf(text)) {
      const width = widthOf(letter);
      if (width === 0) {
        const before = Math.max(0, column - 1);
        cells[before] = (cells[before] ?? "") + letter;
        continue;
      }
      cells[column] = letter;
      for (let next = 1; next < width; next++) cells[column + next] = "";
      column += width;
    }
  }
  return cells.join("");
}

/**
 * Compares rows with an expected screen, which is written as a text with a line for each row; the
 * spaces at the ends of rows are left out on both sides. Throws an Error that shows both screens.
 */
export function assertScreen(rows: readonly string[], expected: string): void {
  const actual = rows.map((row) => row.trimEnd());
  const wanted = expected.replace(/^\n/, "").replace(/\n *$/, "").split("\n")
    .map((row) => row.trimEnd());
  if (actual.length === wanted.length && actual.every((row, index) => row === wanted[index])) {
    return;
  }
  throw new Error(screensText(actual, wanted));
}

/** Two screens one below the other, with a mark beside each row that differs. */
function screensText(actual: readonly string[], wanted: readonly string[]): string {
  const columns = Math.max(0, ...[...actual, ...wanted].map(widthOf));
  const framed = (title: string, rows: readonly string[], others: readonly string[]) => [
    `┌ ${fit(`${title} `, columns - 1).replace(/ +$/, (rest) => "─".repeat(rest.length))}┐`,
    ...rows.map((row, index) => `│${fit(row, columns)}│${row === others[index] ? "" : " ◀"}`),
    `└${"─".repeat(columns)}┘`,
  ];
  return [
    "The screen is not the expected one",
    ...framed("drawn", actual, wanted),
    ...framed("expected", wanted, actual),
  ].join("\n");
}

/**
 * Throws unless a frame is a whole screen: as many rows as the terminal has, each exactly as wide,
 * with the borders of the panels below each other and the cursor inside.
 */
export function assertWhole(view: ScreenView): void {
  const { rows, cursor } = drawFrame(view, PLAIN_PAINTER);
  const size = `${view.columns}x${view.rows}`;
  if (rows.length !== view.rows) throw new Error(`${rows.length} rows are drawn at ${size}`);
  const text = drawText(view);
  text.forEach((row, index) => {
    const width = widthOf(row);
    if (width !== view.columns) {
      throw new Error(`Row ${index} is ${width} wide at ${size}: ${JSON.stringify(row)}`);
    }
    // deno-lint-ignore no-control-regex
    if (/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.test(row)) {
      throw new Error(`Row ${index} has a control character: ${JSON.stringify(row)}`);
    }
  });
  if (cursor.row < 0 || cursor.row >= view.rows) throw new Error(`Cursor in row ${cursor.row}`);
  if (cursor.column < 0 || cursor.column >= view.columns) {
    throw new Error(`Cursor in column ${cursor.column}`);
  }
}

/** What stands in one column of a row; "" for the second half of a wide letter. */
export function cellAt(row: string, column: number): string {
  let at = 0;
  for (const letter of lettersOf(row)) {
    if (at === column) return letter;
    at += widthOf(letter);
    if (at > column) return "";
  }
  return "";
}
