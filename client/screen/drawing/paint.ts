import { codes, joinSafe, partOf, type SafeText, sanitize } from "../../format/sanitize.ts";
import type { Row, Span } from "./style.ts";
import { type Look, lookOf, type Theme } from "./themes.ts";
import { clip, isPlain, lettersOf, widthOf } from "./width.ts";

/** The colours a terminal can show. */
export type ColourDepth = "none" | "16" | "256" | "true";

/** What rows are painted with. */
export interface Painter {
  readonly theme: Theme;
  readonly depth: ColourDepth;
}

const RESET = codes`\x1b[0m`;

/** Where a row is painted: its first column, from 0, and how many columns it fills. */
export interface Stretch {
  readonly from: number;
  readonly columns: number;
}

/**
 * A row as text for the terminal, exactly as wide as its stretch: cut where it is longer, filled
 * with the theme's background where it is shorter.
 */
export function paint(row: Row, { from, columns }: Stretch, painter: Painter): SafeText {
  const parts: SafeText[] = [];
  let left = columns;
  for (const span of row) {
    if (left <= 0) break;
    // The panels have done this where it matters for wrapping; nothing that they forget gets out.
    const safe = sanitize(span.text);
    const shown = partOf(safe, 0, clip(safe, left).length);
    if (shown === "") continue;
    parts.push(paintSpan(span, pinned(shown, from + columns - left), painter));
    left -= widthOf(shown);
  }
  if (left > 0) parts.push(paintSpan(BLANK, sanitize(" ".repeat(left)), painter));
  return joinSafe(parts);
}

const BLANK: Span = { text: "" };
/** A letter about whose width all terminals agree: of East Asia, or the picture of a control code. */
const AGREED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uac00-\ud7a3\u3000-\u3029\uff01-\uff60\u2400-\u2426]$/u;

/**
 * A text that begins in a column, with the cursor set right behind each letter about whose width
 * terminals disagree, such as emoji of several code points: whatever the terminal believes, what
 * comes next stands where it should.
 */
function pinned(text: SafeText, column: number): SafeText {
  if (isPlain(text)) return text;
  const parts: SafeText[] = [];
  let at = column;
  let index = 0;
  for (const letter of lettersOf(text)) {
    const width = widthOf(letter);
    const shown = partOf(text, index, index += letter.length);
    if (isPlain(letter) || AGREED.test(letter)) parts.push(shown);
    else {
      // The terminal may fill fewer columns, so that spaces stand in all of them before. They are
      // not erased (ECH): tmux 3.3 may lose the letter that follows.
      const blank = width > 0 ? codes`${sanitize(" ".repeat(width))}\x1b[${at + 1}G` : codes``;
      parts.push(codes`${blank}${shown}\x1b[${at + width + 1}G`);
    }
    at += width;
  }
  return joinSafe(parts);
}

/** The codes of the styles seen so far: thousands of spans a second have a few styles. */
const known = new WeakMap<Painter, Map<string, SafeText>>();
const MAX_KNOWN = 5_000;

function knownCodesOf(span: Span, painter: Painter): SafeText {
  let cache = known.get(painter);
  if (cache === undefined || cache.size > MAX_KNOWN) known.set(painter, cache = new Map());
  const { role, nick, bold, italic, underline, href } = span;
  const link = underline === true || href !== undefined;
  const key = `${role} ${bold} ${italic} ${link} ${nick}`;
  let style = cache.get(key);
  if (style === undefined) {
    style = codesOf(lookOf(span, painter.theme), painter);
    cache.set(key, style);
  }
  return style;
}

function paintSpan(span: Span, shown: SafeText, painter: Painter): SafeText {
  const style = knownCodesOf(span, painter);
  const text = span.href === undefined
    ? shown
    : codes`\x1b]8;;${addressOf(span.href)}\x1b\\${shown}\x1b]8;;\x1b\\`;
  return style === "" ? text : codes`\x1b[${style}m${text}${RESET}`;
}

/** An address with everything encoded that is not printable ASCII, as OSC 8 demands. */
function addressOf(href: string): SafeText {
  return sanitize(
    href.replace(/[^\x21-\x7e]+/gu, (text) => encodeURIComponent(text.toWellFormed())),
  );
}

function codesOf(look: Look, { theme, depth }: Painter): SafeText {
  const numbers: string[] = [];
  if (look.bold) numbers.push("1");
  if (look.dim) numbers.push("2");
  if (look.italic) numbers.push("3");
  if (look.underline) numbers.push("4");
  if (look.inverse) numbers.push("7");
  if (depth !== "none") {
    numbers.push(...colour(look.fg ?? theme.foreground, { depth, base: 30 }));
    numbers.push(...colour(look.bg ?? theme.background, { depth, base: 40 }));
  }
  return sanitize(numbers.join(";"));
}

function colour(
  hex: string | undefined,
  { depth, base }: { depth: ColourDepth; base: 30 | 40 },
): string[] {
  if (hex === undefined) return [];
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [
    number,
    number,
    number,
  ];
  if (depth === "true") return [`${base + 8};2;${red};${green};${blue}`];
  if (depth === "256") return [`${base + 8};5;${to256(red, green, blue)}`];
  return [String(to16(red, green, blue) + base)];
}

const CUBE = [0, 95, 135, 175, 215, 255];

function to256(red: number, green: number, blue: number): number {
  const nearest = (value: number) =>
    CUBE.reduce(
      (best, step, index) =>
        Math.abs(step - value) < Math.abs((CUBE[best] ?? 0) - value) ? index : best,
      0,
    );
  const [r, g, b] = [nearest(red), nearest(green), nearest(blue)];
  const grey = Math.max(0, Math.min(23, Math.round(((red + green + blue) / 3 - 8) / 10)));
  const distance = (r2: number, g2: number, b2: number) =>
    (red - r2) ** 2 + (green - g2) ** 2 + (blue - b2) ** 2;
  const level = 8 + grey * 10;
  const cube = distance(CUBE[r] ?? 0, CUBE[g] ?? 0, CUBE[b] ?? 0);
  return distance(level, level, level) < cube ? 232 + grey : 16 + 36 * r + 6 * g + b;
}

/** One of the 16 colours, as what is added to 30 or 40: 0 to 7, and 60 to 67 for the bright ones. */
function to16(red: number, green: number, blue: number): number {
  const bright = Math.max(red, green, blue);
  if (bright < 64) return 0;
  const threshold = bright * 0.6;
  const hue = Number(red >= threshold) + 2 * Number(green >= threshold) +
    4 * Number(blue >= threshold);
  if (hue === 7 && bright < 128) return 60;
  return hue + (bright > 191 && hue !== 7 ? 60 : bright > 230 ? 60 : 0);
}
