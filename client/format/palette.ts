import { nicknameHash } from "./names.ts";
import { bold, dim, red, rgb8 } from "@std/fmt/colors";

/** Colours the parts of a line. */
export interface Palette {
  /** Colours the text `shown` in the colour of a nickname. */
  nick(shown: string, nick: string): string;
  strong(text: string): string;
  faint(text: string): string;
  error(text: string): string;
}

const same = (text: string) => text;

/** Colours nothing. */
export const PLAIN_PALETTE: Palette = { nick: same, strong: same, faint: same, error: same };

// Those of the 256 colours that are readable on black and on white.
const NICK_COLOURS = [28, 30, 32, 62, 64, 67, 94, 96, 99, 127, 130, 132, 136, 161, 166, 168];

/** Colours for a terminal with 256 colours. */
export const COLOUR_PALETTE: Palette = {
  nick: (shown, nick) => rgb8(shown, colourOf(nick)),
  strong: bold,
  faint: dim,
  error: red,
};

function colourOf(nick: string): number {
  return NICK_COLOURS[nicknameHash(nick) % NICK_COLOURS.length] ?? 32;
}
