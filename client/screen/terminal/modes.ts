/** What a full screen asks of the terminal, and how each is taken back, in order. */
const MODES: readonly { readonly on: string; readonly off: string }[] = [
  // The alternate screen, which has no scrollback and is gone afterwards.
  { on: "\x1b[?1049h", off: "\x1b[?1049l" },
  // A row that is wider than we believe is cut off and does not push the others down.
  { on: "\x1b[?7l", off: "\x1b[?7h" },
  // The terminal leaves the order of letters to us: right-to-left text cannot turn a row round.
  { on: "\x1b[8l", off: "\x1b[8h" },
  // A paste is marked as one.
  { on: "\x1b[?2004h", off: "\x1b[?2004l" },
  // The terminal says when its window is looked at.
  { on: "\x1b[?1004h", off: "\x1b[?1004l" },
];
/** Clicks and the wheel, with positions beyond column 223. */
const MOUSE = { on: "\x1b[?1000h\x1b[?1006h", off: "\x1b[?1006l\x1b[?1000l" };
/** A terminal that keeps no titles has none afterwards. */
const TITLE = { save: "\x1b[22;0t", restore: "\x1b]0;\x07\x1b[23;0t" };
const RESET = "\x1b[0m\x1b[?25h";

/** What to write before the first frame. */
export function enterScreen({ mouse }: { mouse: boolean }): string {
  return TITLE.save + takeModes({ mouse });
}

/** What to write when the modes may have been changed by others, the title not yet given back. */
export function takeModes({ mouse }: { mouse: boolean }): string {
  return MODES.map(({ on }) => on).join("") + (mouse ? MOUSE.on : "") + "\x1b[2J";
}

/** What gives the terminal back as it was before {@linkcode enterScreen}. */
export function leaveScreen(): string {
  return MOUSE.off + RESET + TITLE.restore +
    [...MODES].reverse().map(({ off }) => off).join("");
}

/** Turns the mouse on or off; without it the terminal selects text as it always does. */
export function mouseMode(on: boolean): string {
  return on ? MOUSE.on : MOUSE.off;
}
