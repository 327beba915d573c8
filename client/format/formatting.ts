/**
 * The styles of IRC in a text, and the links in it.
 *
 * Modern IRC Formatting: bold 0x02, italic 0x1d, underline 0x1f, strikethrough 0x1e, monospace
 * 0x11, reverse 0x16, colour 0x03 and 0x04, reset 0x0f.
 */

/** A piece of a text in one style. */
export interface StyledText {
  readonly text: string;
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly monospace?: true;
  /** One of the 16 basic colours of IRC, of the foreground. */
  readonly colour?: number;
  /** The address that it links to. */
  readonly href?: string;
}

type Style = { -readonly [Key in keyof StyledText]?: StyledText[Key] };

const TOGGLES: Readonly<Record<string, "bold" | "italic" | "underline" | "strike" | "monospace">> =
  {
    "\x02": "bold",
    "\x1d": "italic",
    "\x1f": "underline",
    "\x1e": "strike",
    "\x11": "monospace",
  };
const CODES =
  // deno-lint-ignore no-control-regex
  /\x03(\d{1,2})?(?:,\d{1,2})?|\x04(?:[\da-f]{6})?(?:,[\da-f]{6})?|[\x02\x0f\x11\x16\x1d\x1e\x1f]/gi;
const BASIC_COLOURS = 16;
/** Addresses end before the marks that end a sentence, and before a bracket that is not theirs. */
const LINK = /\bhttps?:\/\/[^\s<>"\p{Cc}]+[^\s<>"\p{Cc}.,;:!?'*)\]\}，。；：！？）】》]/gu;

/** Takes a text apart into pieces of one style each, without the codes; links are pieces, too. */
export function parseFormatting(text: string): StyledText[] {
  const pieces: StyledText[] = [];
  let style: Style = {};
  let from = 0;
  const take = (to: number) => {
    if (to > from) pieces.push(...withLinks({ ...style, text: text.slice(from, to) }));
  };
  for (const match of text.matchAll(CODES)) {
    take(match.index);
    from = match.index + match[0].length;
    style = changed(style, match);
  }
  take(text.length);
  return pieces;
}

function changed(style: Style, [code, number]: RegExpExecArray): Style {
  const sign = code.charAt(0);
  if (sign === "\x0f") return {};
  const toggle = TOGGLES[sign];
  const next = { ...style };
  if (toggle !== undefined) {
    if (next[toggle]) delete next[toggle];
    else next[toggle] = true;
  } else if (sign === "\x03") {
    delete next.colour;
    if (number !== undefined && Number(number) < BASIC_COLOURS) next.colour = Number(number);
  }
  return next;
}

function withLinks(piece: StyledText): StyledText[] {
  const pieces: StyledText[] = [];
  let from = 0;
  for (const match of piece.text.matchAll(LINK)) {
    if (match.index > from) pieces.push({ ...piece, text: piece.text.slice(from, match.index) });
    pieces.push({ ...piece, text: match[0], href: match[0] });
    from = match.index + match[0].length;
  }
  if (from < piece.text.length) pieces.push({ ...piece, text: piece.text.slice(from) });
  return pieces;
}
