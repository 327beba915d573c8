import { codes, joinSafe, type SafeText } from "../../format/sanitize.ts";

/** What a full screen asks of the terminal, and how each is taken back, in order. */
const MODES: readonly { readonly on: SafeText; readonly off: SafeText }[] = [
  // The alternate screen, which has no scrollback and is gone afterwards.
  { on: codes`\x1b[?1049h`, off: codes`\x1b[?1049l` },
  // A row that is wider than we believe is cut off and does not push the others down.
  { on: codes`\x1b[?7l`, off: codes`\x1b[?7h` },
  // The terminal leaves the order of letters to us: right-to-left text cannot turn a row round.
  { on: codes`\x1b[8l`, off: codes`\x1b[8h` },
  // A paste is marked as one.
  { on: codes`\x1b[?2004h`, off: codes`\x1b[?2004l` },
  // The terminal says when its window is looked at.
  { on: codes`\x1b[?1004h`, off: codes`\x1b[?1004l` },
];
/** Clicks and the wheel, with positions beyond column 223. */
const MOUSE = { on: codes`\x1b[?1000h\x1b[?1006h`, off: codes`\x1b[?1006l\x1b[?1000l` };
/** A terminal that keeps no titles has none afterwards. */
const TITLE = { save: codes`\x1b[22;0t`, restore: codes`\x1b]0;\x07\x1b[23;0t` };
const RESET = codes`\x1b[0m\x1b[?25h`;
const CLEAR = codes`\x1b[2J`;

/** What to write before the first frame. */
export function enterScreen({ mouse }: { mouse: boolean }): SafeText {
  return codes`${TITLE.save}${takeModes({ mouse })}`;
}

/** What to write when the modes may have been changed by others, the title not yet given back. */
export function takeModes({ mouse }: { mouse: boolean }): SafeText {
  return joinSafe([...MODES.map(({ on }) => on), ...(mouse ? [MOUSE.on] : []), CLEAR]);
}

/** What gives the terminal back as it was before {@linkcode enterScreen}. */
export function leaveScreen(): SafeText {
  const modes = MODES.map(({ off }) => off).reverse();
  return joinSafe([MOUSE.off, RESET, TITLE.restore, ...modes]);
}

/** Turns the mouse on or off; without it the terminal selects text as it always does. */
export function mouseMode(on: boolean): SafeText {
  return on ? MOUSE.on : MOUSE.off;
}
