/** Draws the screen of a terminal as an SVG image. */

import { lettersOf, widthOf } from "../client/screen/drawing/width.ts";

/** A terminal: its title and its screen, with the escape sequences of its colours. */
export interface TerminalScreen {
  readonly title: string;
  readonly text: string;
}

interface Style {
  /** A colour as in CSS; undefined is the colour of plain text. */
  readonly colour: string | undefined;
  /** The colour behind it; undefined is that of the terminal. */
  readonly background: string | undefined;
  readonly bold: boolean;
  readonly faint: boolean;
  readonly italic: boolean;
  readonly underlined: boolean;
  readonly inverse: boolean;
}

/** Characters in one style, and the columns that they take. */
interface Run extends Style {
  readonly text: string;
  readonly column: number;
  readonly columns: number;
}

// All sizes are in pixels.
const FONT_SIZE = 13;
const CHARACTER_WIDTH = 7.8;
const LINE_HEIGHT = 19;
const PADDING = 14;
const TITLE_HEIGHT = 26;

const BACKGROUND = "#16181d";
const TITLE_COLOUR = "#8b93a1";
const TEXT_COLOUR = "#e4e7ec";
const FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** Characters that join those above and below, as parts of their column: left edge and width. */
const BARS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["│", [0.44, 0.12]],
  ["▌", [0, 0.4]],
]);

const PLAIN: Style = {
  colour: undefined,
  background: undefined,
  bold: false,
  faint: false,
  italic: false,
  underlined: false,
  inverse: false,
};

export function drawTerminal({ title, text }: TerminalScreen): string {
  const lines = parse(text);
  const columns = Math.max(...lines.flat().map((run) => run.column + run.columns));
  const width = Math.ceil(columns * CHARACTER_WIDTH + 2 * PADDING);
  const height = TITLE_HEIGHT + lines.length * LINE_HEIGHT + PADDING;
  const screen = screenBackground(lines);
  const parts = [
    `<rect width="${width}" height="${height}" rx="8" fill="${screen ?? BACKGROUND}"/>`,
    `<text x="${PADDING}" y="18" fill="${TITLE_COLOUR}">${escapeXml(title)}</text>`,
    ...lines.flatMap((line, index) => {
      const top = TITLE_HEIGHT + index * LINE_HEIGHT;
      return line.flatMap((run) => drawRun(run, { top, screen }));
    }),
  ];
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${FONTS}" ` +
    `font-size="${FONT_SIZE}" fill="${TEXT_COLOUR}">\n` +
    `${parts.join("\n")}\n</svg>\n`;
}

/** The background that most of the screen has. */
function screenBackground(lines: readonly (readonly Run[])[]): string | undefined {
  const columns = new Map<string | undefined, number>();
  for (const run of lines.flat()) {
    columns.set(run.background, (columns.get(run.background) ?? 0) + run.columns);
  }
  return [...columns].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function drawRun(
  run: Run,
  { top, screen }: { top: number; screen: string | undefined },
): string[] {
  const [colour, background] = run.inverse
    ? [run.background ?? screen ?? BACKGROUND, run.colour ?? TEXT_COLOUR]
    : [run.colour, run.background];
  const parts: string[] = [];
  const x = columnX(run.column);
  if (background !== undefined && background !== screen) {
    parts.push(drawBox({ x, top, width: run.columns * CHARACTER_WIDTH, colour: background }));
  }
  for (const { text, column, columns } of piecesOf(run)) {
    const bar = BARS.get(text);
    if (bar !== undefined) {
      const [left, width] = bar.map((part) => part * CHARACTER_WIDTH) as [number, number];
      parts.push(drawBox({ x: columnX(column) + left, top, width, colour: colour ?? TEXT_COLOUR }));
      continue;
    }
    const attributes = [
      `x="${number(columnX(column))}" y="${top + FONT_SIZE + 2}"`,
      // The length keeps the columns whatever font the reader has.
      `textLength="${number(columns * CHARACTER_WIDTH)}"`,
      ...(colour === undefined ? [] : [`fill="${colour}"`]),
      ...(run.bold ? ['font-weight="bold"'] : []),
      ...(run.faint ? ['opacity="0.6"'] : []),
      ...(run.italic ? ['font-style="italic"'] : []),
      ...(run.underlined ? ['text-decoration="underline"'] : []),
    ];
    parts.push(`<text ${attributes.join(" ")}>${escapeXml(text)}</text>`);
  }
  return parts;
}

/**
 * The words of a run, each with its column, so that all stand where they should in any font. Bars
 * and letters that take two columns are apart from others.
 */
function piecesOf(run: Run): { text: string; column: number; columns: number }[] {
  const pieces: { text: string; kind: string; column: number; columns: number }[] = [];
  let column = run.column;
  for (const letter of lettersOf(run.text)) {
    const columns = widthOf(letter);
    const kind = letter === " " ? "space" : BARS.has(letter) ? "bar" : `of ${columns}`;
    const last = pieces.at(-1);
    if (last?.kind === kind) {
      last.text += letter;
      last.columns += columns;
    } else pieces.push({ text: letter, kind, column, columns });
    column += columns;
  }
  return pieces.filter(({ kind }) => kind !== "space");
}

function drawBox(
  { x, top, width, colour }: { x: number; top: number; width: number; colour: string },
): string {
  const size = `width="${number(width)}" height="${LINE_HEIGHT}"`;
  return `<rect x="${number(x)}" y="${top}" ${size} fill="${colour}"/>`;
}

function columnX(column: number): number {
  return PADDING + column * CHARACTER_WIDTH;
}

function number(value: number): string {
  return String(Number(value.toFixed(1)));
}

/** Parses a screen into lines of runs, without the empty lines at its end. */
function parse(screen: string): Run[][] {
  let style = PLAIN;
  return screen.trimEnd().split("\n").map((line) => {
    const runs: Run[] = [];
    let column = 0;
    // Odd pieces are the parameters of escape sequences.
    // deno-lint-ignore no-control-regex
    line.split(/\x1b\[([\d;]*)m/).forEach((piece, index) => {
      if (index % 2 === 1) style = applyCodes(style, piece.split(";").map(Number));
      else if (piece !== "") {
        const columns = widthOf(piece);
        runs.push({ ...style, text: piece, column, columns });
        column += columns;
      }
    });
    return runs;
  });
}

/** What the codes without parameters change. */
const CODES: ReadonlyMap<number, Partial<Style>> = new Map<number, Partial<Style>>([
  [0, PLAIN],
  [1, { bold: true }],
  [2, { faint: true }],
  [3, { italic: true }],
  [4, { underlined: true }],
  [7, { inverse: true }],
  [22, { bold: false, faint: false }],
  [23, { italic: false }],
  [24, { underlined: false }],
  [27, { inverse: false }],
  [39, { colour: undefined }],
  [49, { background: undefined }],
]);

/** Applies the codes of one escape sequence, "Select Graphic Rendition" of ECMA-48. */
function applyCodes(style: Style, codes: readonly number[]): Style {
  let result = style;
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index]!;
    if (code === 38 || code === 48) {
      const [kind, ...values] = codes.slice(index + 1, index + 5);
      const colour = kind === 2 ? `rgb(${values.join(" ")})` : cubeColour(values[0] ?? 0);
      result = { ...result, [code === 38 ? "colour" : "background"]: colour };
      index += kind === 2 ? 4 : 2;
    } else result = { ...result, ...CODES.get(code) };
  }
  return result;
}

const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];

/** A colour of the 6×6×6 cube, 16 to 231 of the 256 colours. */
function cubeColour(number: number): string {
  const offset = number - 16;
  const levels = [Math.floor(offset / 36), Math.floor(offset / 6) % 6, offset % 6];
  return `rgb(${levels.map((level) => CUBE_LEVELS[level]).join(" ")})`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
