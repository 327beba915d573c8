/** Draws the screens of terminals as one SVG image. */

/** One terminal: its title and its screen, with the escape sequences of its colours. */
export interface TerminalScreen {
  readonly title: string;
  readonly text: string;
}

/** A run of characters in one style. */
interface Run {
  readonly text: string;
  /** A colour as in CSS; undefined is the colour of plain text. */
  readonly colour: string | undefined;
  readonly bold: boolean;
  readonly faint: boolean;
}

type Style = Omit<Run, "text">;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

// All sizes are in pixels.
const FONT_SIZE = 13;
const CHARACTER_WIDTH = 7.8;
const LINE_HEIGHT = 19;
const PADDING = 14;
const TITLE_HEIGHT = 26;
const GAP = 12;

const BACKGROUND = "#16181d";
const TITLE_COLOUR = "#8b93a1";
const TEXT_COLOUR = "#e4e7ec";
const FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

const PLAIN: Style = { colour: undefined, bold: false, faint: false };

/** Draws rows of terminals. Each terminal of a row has the same size. */
export function drawTerminals(rows: readonly (readonly TerminalScreen[])[]): string {
  const screens = rows.map((row) => row.map(({ title, text }) => ({ title, lines: parse(text) })));
  const widths = screens.map((row) => {
    const columns = row.map(({ lines }) => Math.max(...lines.map(columnsOf)));
    const widest = Math.max(...columns) * CHARACTER_WIDTH + 2 * PADDING;
    return row.length * widest + (row.length - 1) * GAP;
  });
  const total = Math.ceil(Math.max(...widths));
  let y = 0;
  const parts: string[] = [];
  for (const row of screens) {
    const width = (total - (row.length - 1) * GAP) / row.length;
    const lineCount = Math.max(...row.map(({ lines }) => lines.length));
    const height = TITLE_HEIGHT + lineCount * LINE_HEIGHT + PADDING;
    row.forEach(({ title, lines }, index) => {
      const x = index * (width + GAP);
      parts.push(drawTerminal({ title, lines }, { x, y, width, height }));
    });
    y += height + GAP;
  }
  const size = `width="${total}" height="${y - GAP}" viewBox="0 0 ${total} ${y - GAP}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${FONTS}" ` +
    `font-size="${FONT_SIZE}" fill="${TEXT_COLOUR}">\n${parts.join("")}</svg>\n`;
}

function drawTerminal(
  { title, lines }: { title: string; lines: readonly (readonly Run[])[] },
  { x, y, width, height }: Box,
): string {
  const left = x + PADDING;
  const parts = [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    `<text x="${left}" y="${y + 18}" fill="${TITLE_COLOUR}">${escapeXml(title)}</text>`,
  ];
  lines.forEach((line, index) => {
    if (line.length === 0) return;
    const baseline = y + TITLE_HEIGHT + index * LINE_HEIGHT + FONT_SIZE + 2;
    // The length keeps the columns whatever font the reader has.
    const length = `textLength="${(columnsOf(line) * CHARACTER_WIDTH).toFixed(1)}"`;
    const text = line.map(drawRun).join("");
    parts.push(`<text x="${left}" y="${baseline}" ${length} xml:space="preserve">${text}</text>`);
  });
  return parts.join("\n") + "\n";
}

function drawRun({ text, colour, bold, faint }: Run): string {
  const attributes = [
    colour === undefined ? "" : ` fill="${colour}"`,
    bold ? ' font-weight="bold"' : "",
    faint ? ' opacity="0.6"' : "",
  ].join("");
  return attributes === "" ? escapeXml(text) : `<tspan${attributes}>${escapeXml(text)}</tspan>`;
}

function columnsOf(line: readonly Run[]): number {
  return line.reduce((sum, { text }) => sum + text.length, 0);
}

/** Parses a screen into lines of runs, without the empty lines at its end. */
function parse(screen: string): Run[][] {
  let style = PLAIN;
  return screen.trimEnd().split("\n").map((line) => {
    const runs: Run[] = [];
    // Odd pieces are the parameters of escape sequences.
    // deno-lint-ignore no-control-regex
    line.split(/\x1b\[([\d;]*)m/).forEach((piece, index) => {
      if (index % 2 === 1) style = applyCodes(style, piece.split(";").map(Number));
      else if (piece !== "") runs.push({ ...style, text: piece });
    });
    return runs;
  });
}

/** Applies the codes of one escape sequence, "Select Graphic Rendition" of ECMA-48. */
function applyCodes(style: Style, codes: readonly number[]): Style {
  let result = style;
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index]!;
    if (code === 0) result = PLAIN;
    else if (code === 1) result = { ...result, bold: true };
    else if (code === 2) result = { ...result, faint: true };
    else if (code === 22) result = { ...result, bold: false, faint: false };
    else if (code === 39) result = { ...result, colour: undefined };
    else if (code === 38 && codes[index + 1] === 5) {
      result = { ...result, colour: cubeColour(codes[index + 2] ?? 0) };
      index += 2;
    }
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
