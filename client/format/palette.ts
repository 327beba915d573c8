import { nicknameHash } from "./names.ts";
import { codes, joinSafe, type SafeText, sanitizeLines } from "./sanitize.ts";

/** Colours the parts of a line. */
export interface Palette {
  /** Colours the text `shown` in the colour of a nickname. */
  nick(shown: string, nick: string): string;
  strong(text: string): string;
  faint(text: string): string;
  error(text: string): string;
  /** Makes coloured lines ready for the output. */
  render(lines: string): SafeText;
}

const same = (text: string) => text;

/** Colours nothing. */
export const PLAIN_PALETTE: Palette = {
  nick: same,
  strong: same,
  faint: same,
  error: same,
  render: sanitizeLines,
};

/** How a style begins and ends: ECMA-48, "SGR". */
interface Style {
  readonly on: SafeText;
  readonly off: SafeText;
}

const BOLD: Style = { on: codes`\x1b[1m`, off: codes`\x1b[22m` };
const FAINT: Style = { on: codes`\x1b[2m`, off: codes`\x1b[22m` };
const RED: Style = { on: codes`\x1b[31m`, off: codes`\x1b[39m` };
// Those of the 256 colours that are readable on black and on white.
const NICK_STYLES: readonly Style[] = [
  ...[28, 30, 32, 62, 64, 67, 94, 96, 99, 127, 130, 132, 136, 161, 166, 168],
].map((colour) => ({ on: codes`\x1b[38;5;${colour}m`, off: codes`\x1b[39m` }));
const ALL_STYLES: readonly Style[] = [BOLD, FAINT, RED, ...NICK_STYLES];

/**
 * Styles are marked by characters that Unicode reserves for the inside of programs, and that no
 * text of others keeps: one for the beginning of each style, and the last one for the end of any.
 */
const FIRST_MARK = 0xfdd0;
const END_MARK = "\ufdef";
const MARKS = /([\ufdd0-\ufdef])/;
/** The marks of a styled text, which take no columns. */
export const STYLE_MARKS = /[\ufdd0-\ufdef]/g;

/** Colours for a terminal with 256 colours. */
export const COLOUR_PALETTE: Palette = {
  nick: (shown, nick) => mark(shown, NICK_STYLES[nicknameHash(nick) % NICK_STYLES.length] ?? BOLD),
  strong: (text) => mark(text, BOLD),
  faint: (text) => mark(text, FAINT),
  error: (text) => mark(text, RED),
  render: renderMarks,
};

function mark(text: string, style: Style): string {
  return String.fromCharCode(FIRST_MARK + ALL_STYLES.indexOf(style)) + text + END_MARK;
}

function renderMarks(lines: string): SafeText {
  const open: Style[] = [];
  return joinSafe(
    lines.split(MARKS).map((piece): SafeText => {
      if (!MARKS.test(piece)) return sanitizeLines(piece);
      // The end of an inner style ends an outer one of its kind, too, which then begins again.
      if (piece === END_MARK) {
        const off = open.pop()?.off ?? codes``;
        return joinSafe([off, ...open.filter((outer) => outer.off === off).map(({ on }) => on)]);
      }
      const style = ALL_STYLES[piece.charCodeAt(0) - FIRST_MARK];
      if (style === undefined) return codes``;
      open.push(style);
      return style.on;
    }),
  );
}
