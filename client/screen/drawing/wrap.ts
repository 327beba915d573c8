import { lettersOf, widthOf } from "./width.ts";

const words = new Intl.Segmenter(undefined, { granularity: "word" });
/** No line begins with these: closing marks, and those that end a sentence. */
const STAYS_BEHIND = /^[\p{Pe}\p{Pf},.;:!?%、。，．；：！？…·〜～ー々]/u;

/** A line of a wrapped text, by where it stands in the text. */
export interface WrappedLine {
  readonly start: number;
  /** Where it ends; spaces at which it was broken belong to no line. */
  readonly end: number;
}

/**
 * Breaks one line of text into lines of at most `columns`: between words where that is possible,
 * and inside a word that is longer than a line. Chinese and Japanese are broken between words, too,
 * which need no space. There is at least one line.
 */
export function wrap(text: string, columns: number): WrappedLine[] {
  if (widthOf(text) <= columns) return [{ start: 0, end: text.length }];
  const lines: WrappedLine[] = [];
  let start = 0;
  let end = 0;
  let width = 0;
  const breakAt = (from: number) => {
    lines.push({ start, end });
    start = from;
    end = from;
    width = 0;
  };
  for (const { segment, index } of unbreakable(text)) {
    const wide = widthOf(segment);
    const isSpace = segment.trim() === "";
    if (width + wide > columns && width > 0) {
      if (isSpace) {
        // The space at the end of a line is not drawn; the next word begins the next line.
        breakAt(index + segment.length);
        continue;
      }
      breakAt(index);
    }
    if (wide <= columns) {
      width += wide;
      end = index + segment.length;
      continue;
    }
    let at = index;
    for (const letter of lettersOf(segment)) {
      const letterWidth = widthOf(letter);
      if (width + letterWidth > columns && width > 0) breakAt(at);
      width += letterWidth;
      at += letter.length;
      end = at;
    }
  }
  lines.push({ start, end });
  return lines;
}

/** The pieces that stay together: words, with the marks that may not begin a line. */
function* unbreakable(text: string): Iterable<{ segment: string; index: number }> {
  let piece = "";
  let from = 0;
  for (const { segment, index } of words.segment(text)) {
    const joins = piece !== "" && piece.trim() !== "" &&
      (STAYS_BEHIND.test(segment) || !breaksBefore(text, index));
    if (joins) piece += segment;
    else {
      if (piece !== "") yield { segment: piece, index: from };
      piece = segment;
      from = index;
    }
  }
  if (piece !== "") yield { segment: piece, index: from };
}

/** Whether a line may be broken here: at a space, or beside a letter of East Asia. */
function breaksBefore(text: string, index: number): boolean {
  const before = index === 0 ? " " : text.charAt(index - 1);
  const after = text.charAt(index);
  return before === " " || after === " " || before === "-" ||
    EAST_ASIAN.test(text.slice(Math.max(0, index - 2), index)) ||
    EAST_ASIAN.test(text.slice(index, index + 2));
}

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
