import { hasSecret, withoutSecrets } from "../../commands/secrets.ts";
import { MAX_COMPOSER_ROWS } from "../drawing/layout.ts";
import type { Row } from "../drawing/style.ts";
import type { ComposerView } from "../view.ts";
import { fit, lettersOf, widthOf } from "../drawing/width.ts";
import { wrap } from "../drawing/wrap.ts";

/** What is being typed as rows, and where the cursor stands in them. */
export interface ComposerRows {
  readonly rows: readonly string[];
  readonly row: number;
  readonly column: number;
}

/**
 * Wraps what is being typed. One column stays free for a cursor that stands behind the last letter;
 * control characters are shown as marks that take one column.
 */
export function composerRows(
  { text, cursor, to }: ComposerView,
  columns: number,
): ComposerRows {
  const width = Math.max(2, columns - 1);
  const { shown, rows, starts } = wrapped(text, { width, to });
  let row = 0;
  while (row + 1 < rows.length && (starts[row + 1] ?? Infinity) <= cursor) row++;
  const before = shown.slice(starts[row], cursor);
  return { rows, row, column: Math.min(width, widthOf(before)) };
}

interface Wrapped {
  readonly text: string;
  readonly width: number;
  readonly to: string | undefined;
  /** The text with marks for what is not shown, and the same positions. */
  readonly shown: string;
  readonly rows: readonly string[];
  /** Where each row begins. */
  readonly starts: readonly number[];
}

/** The text that was wrapped last: a frame needs it several times, and a long one takes its time. */
let last: Wrapped | undefined;

function wrapped(text: string, { width, to }: Pick<Wrapped, "width" | "to">): Wrapped {
  if (last?.text === text && last.width === width && last.to === to) return last;
  const rows: string[] = [];
  const starts: number[] = [];
  // Dots stand for the letters of a password, one for each unit, so that positions stay the same.
  const plain = hasSecret(text, to) ? withoutSecrets(text.split(""), to).join("") : text;
  const lines = plain.split("\n").map(visible);
  let at = 0;
  for (const line of lines) {
    for (const { start, end } of wrap(line, width)) {
      rows.push(line.slice(start, end));
      starts.push(at + start);
    }
    at += line.length + 1;
  }
  return last = { text, width, to, shown: lines.join("\n"), rows, starts };
}

/** The rows of the composer that are in sight: those around the cursor. */
export function composerPanel(
  { rows, row, column }: ComposerRows,
  { prompt, height }: { prompt: string; height: number },
): { rows: Row[]; cursor: { row: number; column: number } } {
  const first = Math.max(0, Math.min(row - height + 1, rows.length - height), row - height + 1);
  const indent = " ".repeat(widthOf(prompt));
  const below = rows.length - first - height;
  const marginOf = (index: number) => {
    if (first + index === 0) return prompt;
    if (index === 0) return hiddenMark(`↑${first}`, prompt);
    return index === height - 1 && below > 0 ? hiddenMark(`↓${below}`, prompt) : indent;
  };
  const shown = rows.slice(first, first + height).map((text, index): Row => [
    { text: marginOf(index), role: "prompt" },
    { text },
  ]);
  return { rows: shown, cursor: { row: row - first, column: widthOf(prompt) + column } };
}

/** How many rows are not in sight, in the place of the prompt. */
function hiddenMark(mark: string, prompt: string): string {
  const columns = widthOf(prompt);
  return columns > widthOf(mark) ? fit(mark, columns) : " ".repeat(columns);
}

/** How many rows of the screen a text would take while it is typed. */
export function composerHeight(rows: ComposerRows): number {
  return Math.min(MAX_COMPOSER_ROWS, rows.rows.length);
}

/** The same length as the text, so that positions stay what they are. */
function visible(line: string): string {
  // deno-lint-ignore no-control-regex
  if (!/[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(line)) return line;
  let text = "";
  for (const letter of lettersOf(line)) {
    // deno-lint-ignore no-control-regex
    text += letter.replace(/[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "·");
  }
  return text;
}
