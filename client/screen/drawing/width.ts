import stringWidth from "string-width";

/** With fewer columns only the beginning of a name is shown. */
const MIN_COLUMNS_FOR_END = 5;

const segmenter = new Intl.Segmenter();
/**
 * Most texts hold only characters that are letters of one column by themselves: ASCII, Latin, Greek,
 * Cyrillic, punctuation, arrows, the lines and blocks of borders, and the marks of presence.
 */
const PLAIN =
  /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0377\u0384-\u0482\u048a-\u052f\u2010-\u2027\u2190-\u2193\u2500-\u259f\u25cb\u25cf\u25d0]*$/;

/** Whether each character of a text is a letter of one column by itself. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text);
}

/** The columns that a text takes on a terminal; it holds no control characters. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** The letters of a text as people see them, each of which the terminal draws whole. */
export function* lettersOf(text: string): Iterable<string> {
  if (PLAIN.test(text)) yield* text;
  else for (const { segment } of segmenter.segment(text)) yield segment;
}

/** The longest beginning of a text that takes at most `columns`. */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let width = 0;
  let end = 0;
  for (const letter of lettersOf(text)) {
    width += widthOf(letter);
    if (width > columns) break;
    end += letter.length;
  }
  return text.slice(0, end);
}

/**
 * A name of exactly `columns`: cut in the middle, as names that begin alike often differ at their
 * ends, or filled with spaces.
 */
export function fitName(name: string, columns: number): string {
  const width = widthOf(name);
  if (width <= columns || columns < MIN_COLUMNS_FOR_END) return fit(name, columns);
  const end = clipEnd(name, Math.floor((columns - 1) / 2));
  const start = clip(name, columns - 1 - widthOf(end));
  return fit(`${start}…${end}`, columns);
}

/** The longest end of a text that takes at most `columns`. */
function clipEnd(text: string, columns: number): string {
  const letters = [...lettersOf(text)];
  let width = 0;
  let from = letters.length;
  while (from > 0) {
    width += widthOf(letters[from - 1] ?? "");
    if (width > columns) break;
    from--;
  }
  return letters.slice(from).join("");
}

/** A text of exactly `columns`: cut with an ellipsis or filled with spaces. */
export function fit(text: string, columns: number): string {
  const width = widthOf(text);
  if (width <= columns) return text + " ".repeat(columns - width);
  if (columns <= 0) return "";
  const cut = clip(text, columns - 1);
  return cut + "…" + " ".repeat(Math.max(0, columns - 1 - widthOf(cut)));
}
