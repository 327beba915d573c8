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
  /** One of the 16 basic colours of IRC, of the text; others are given by the nearest of these. */
  readonly colour?: number;
  /** One of the 16 basic colours, behind the text. */
  readonly background?: number;
  /** Whether the colours of text and background are exchanged. */
  readonly reverse?: true;
  /** The address that it links to. */
  readonly href?: string;
}

type Style = { -readonly [Key in keyof StyledText]?: StyledText[Key] };

const TOGGLES: Readonly<
  Record<string, "bold" | "italic" | "underline" | "strike" | "monospace" | "reverse">
> = {
  "\x02": "bold",
  "\x1d": "italic",
  "\x1f": "underline",
  "\x1e": "strike",
  "\x11": "monospace",
  "\x16": "reverse",
};
const CODES =
  // deno-lint-ignore no-control-regex
  /(\x03)(?:(\d{1,2})(?:,(\d{1,2}))?)?|(\x04)(?:([\da-f]{6})(?:,([\da-f]{6}))?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]/gi;
const LETTER = `[^\\s<>"()\\p{Cc}]`;
const BRACKETED = `\\(${LETTER}*\\)`;
const LAST = `[^\\s<>"()\\p{Cc}.,;:!?'*\\]\\}，。；：！？）】》]`;
/** Addresses end before the marks that end a sentence, and before a bracket that is not theirs. */
const LINK = new RegExp(
  `\\bhttps?://(?:${LETTER}|${BRACKETED}|\\((?!${LETTER}*\\))|\\))*(?:${BRACKETED}|${LAST})`,
  "gu",
);

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

function changed(style: Style, match: RegExpExecArray): Style {
  const [sign, byNumber, number, backNumber, byHex, hex, backHex] = match;
  if (sign === "\x0f") return {};
  const next = { ...style };
  const toggle = TOGGLES[sign];
  if (toggle !== undefined) {
    if (next[toggle]) delete next[toggle];
    else next[toggle] = true;
  } else if (byNumber !== undefined) {
    colour(next, { text: numbered(number), background: numbered(backNumber) });
  } else if (byHex !== undefined) {
    colour(next, {
      text: hex && nearestColour(hex),
      background: backHex && nearestColour(backHex),
    });
  }
  return next;
}

/** Sets the colours; without one for the text, both end. */
function colour(
  style: Style,
  { text, background }: {
    readonly text: number | "" | undefined;
    readonly background: number | "" | undefined;
  },
): void {
  if (text === undefined || text === "") {
    delete style.colour;
    delete style.background;
    return;
  }
  if (text === DEFAULT_COLOUR) delete style.colour;
  else style.colour = text;
  if (background === DEFAULT_COLOUR) delete style.background;
  else if (background !== undefined && background !== "") style.background = background;
}

const BASIC_COLOURS = 16;
/** The number of the colour that text has without a code. */
const DEFAULT_COLOUR = 99;
/** The basic colours nearest to 12 hues, from red in steps of 30 degrees. */
const HUES: readonly number[] = [4, 7, 8, 9, 9, 10, 11, 12, 12, 6, 13, 13];
/** The basic colours from black to white. */
const GREYS: readonly number[] = [1, 14, 15, 0];
/** Colours 16 to 87 are these hues, in 6 levels; those after them are grey. */
const FIRST_GREY = 88;
const LAST_GREY = 98;

/** The basic colour that is nearest to one of the 99 numbers. */
function numbered(digits: string | undefined): number | undefined {
  if (digits === undefined) return undefined;
  const number = Number(digits);
  if (number < BASIC_COLOURS || number === DEFAULT_COLOUR) return number;
  if (number < FIRST_GREY) return HUES[(number - BASIC_COLOURS) % HUES.length];
  return greyOf((number - FIRST_GREY) / (LAST_GREY - FIRST_GREY));
}

/** The basic colour that is nearest to `rrggbb`. */
function nearestColour(hex: string): number | undefined {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range < 32) return greyOf(most / 255);
  const hue = most === red
    ? (green - blue) / range
    : most === green
    ? 2 + (blue - red) / range
    : 4 + (red - green) / range;
  return HUES[(Math.round(hue * 2) + HUES.length) % HUES.length];
}

/** The grey of a lightness from 0 to 1. */
function greyOf(lightness: number): number | undefined {
  return GREYS[Math.round(lightness * (GREYS.length - 1))];
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
