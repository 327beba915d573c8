import { STYLE_MARKS } from "../format/palette.ts";
import { wrap } from "../screen/drawing/wrap.ts";
import { widthOf } from "../screen/drawing/width.ts";

/** The time of a line, or the indentation of a further line of a message. */
const MARGIN = /^(?:(?:\d{4}-\d\d-\d\d )?\d\d:\d\d | +)/;

/**
 * Breaks lines between words, so that a terminal of so many columns does not break them inside of
 * words. What follows a time is indented like it. A line with a word that does not fit, such as an
 * address, is left to the terminal, which knows then that it is one.
 */
export function wrapLines(lines: string, columns: number): string {
  return lines.split("\n").map((line) => wrapLine(line, columns)).join("\n");
}

/** `line` may have the marks of a palette, which take no columns. */
function wrapLine(line: string, columns: number): string {
  const plain = line.replace(STYLE_MARKS, "");
  if (widthOf(plain) <= columns) return line;
  const margin = MARGIN.exec(plain)?.[0].length ?? 0;
  const text = plain.slice(margin);
  const width = columns - margin;
  if (text.split(" ").some((word) => widthOf(word) > width)) return line;
  const starts = wrap(text, width).map(({ start }) => positionOf(line, margin + start));
  const pieces = starts.map((start, index) =>
    line.slice(index === 0 ? 0 : start, starts[index + 1])
  );
  return pieces.map(withoutSpaces).join(`\n${" ".repeat(margin)}`);
}

/** Where the letter stands that is at a position of the text without marks. */
function positionOf(line: string, position: number): number {
  let at = 0;
  for (let letters = 0; letters < position; at++) {
    if (line.charAt(at).search(STYLE_MARKS) === -1) letters++;
  }
  return at;
}

/** Takes away the spaces at the end of a piece, and leaves the marks after them. */
function withoutSpaces(piece: string): string {
  return piece.replace(/ +([\ufdd0-\ufdef]*)$/, "$1");
}
