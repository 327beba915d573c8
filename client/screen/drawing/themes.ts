import { nicknameHash } from "../../format/names.ts";
import type { Role, Span } from "./style.ts";

/** How a role looks; colours are `#rrggbb`, and undefined leaves the terminal's own. */
export interface Look {
  readonly fg?: string;
  readonly bg?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

/** The looks of a screen. */
export interface Theme {
  readonly name: string;
  /** What everything stands on; undefined leaves the terminal's own background. */
  readonly background: string | undefined;
  readonly foreground: string | undefined;
  /** Colours of nicknames, one of which each nickname has. */
  readonly nicknames: readonly string[];
  readonly roles: Readonly<Partial<Record<Role, Look>>>;
}

const DARK: Theme = {
  name: "dark",
  background: "#16181d",
  foreground: "#d5d8df",
  nicknames: [
    "#8ab4f8",
    "#81c995",
    "#fdd663",
    "#f28b82",
    "#c58af9",
    "#78d9ec",
    "#fcad70",
    "#ff8bcb",
    "#a8c7fa",
    "#b5d99c",
  ],
  roles: {
    faint: { fg: "#9aa0ab" },
    strong: { bold: true },
    time: { fg: "#6f7683" },
    event: { fg: "#8b93a1" },
    error: { fg: "#f28b82" },
    mention: { fg: "#fdd663", bold: true },
    unread: { fg: "#f28b82" },
    marker: { fg: "#6f7683" },
    title: { fg: "#ffffff", bg: "#22262e", bold: true },
    border: { fg: "#3b414d" },
    selected: { fg: "#ffffff", bg: "#2f4368", bold: true },
    quote: { fg: "#9aa0ab", italic: true },
    reaction: { fg: "#d5d8df", bg: "#2a2f39" },
    pending: { fg: "#7b828f", italic: true },
    online: { fg: "#81c995" },
    away: { fg: "#fdd663" },
    offline: { fg: "#6f7683" },
    status: { fg: "#b4bac6", bg: "#22262e" },
    prompt: { fg: "#8ab4f8", bold: true },
  },
};

const LIGHT: Theme = {
  name: "light",
  background: "#fbfbfc",
  foreground: "#1f2328",
  nicknames: [
    "#0b57d0",
    "#146c2e",
    "#8a5100",
    "#b3261e",
    "#7b2fb5",
    "#006874",
    "#9a4600",
    "#a3006b",
    "#3f51b5",
    "#4b6b00",
  ],
  roles: {
    faint: { fg: "#5b6270" },
    strong: { bold: true },
    time: { fg: "#7a8190" },
    event: { fg: "#636b79" },
    error: { fg: "#b3261e" },
    mention: { fg: "#8a5100", bold: true },
    unread: { fg: "#b3261e" },
    marker: { fg: "#7a8190" },
    title: { fg: "#101318", bg: "#e8eaee", bold: true },
    border: { fg: "#c5cad3" },
    selected: { fg: "#0a1f44", bg: "#cfe0fc", bold: true },
    quote: { fg: "#5b6270", italic: true },
    reaction: { fg: "#1f2328", bg: "#e8eaee" },
    pending: { fg: "#7a8190", italic: true },
    online: { fg: "#146c2e" },
    away: { fg: "#8a5100" },
    offline: { fg: "#8b92a0" },
    status: { fg: "#3d4450", bg: "#e8eaee" },
    prompt: { fg: "#0b57d0", bold: true },
  },
};

const BLUE: Theme = {
  name: "blue",
  background: "#0b2545",
  foreground: "#dbe9ff",
  nicknames: [
    "#9cd2ff",
    "#a8e6c1",
    "#ffe08a",
    "#ffab9f",
    "#d9b8ff",
    "#8ee9f7",
    "#ffc897",
    "#ffb0dc",
    "#c3dcff",
    "#d3eda9",
  ],
  roles: {
    ...DARK.roles,
    faint: { fg: "#a9c1e3" },
    time: { fg: "#7f9cc7" },
    event: { fg: "#9db7dd" },
    marker: { fg: "#7f9cc7" },
    title: { fg: "#ffffff", bg: "#13366a", bold: true },
    border: { fg: "#2f568f" },
    selected: { fg: "#0b2545", bg: "#9cd2ff", bold: true },
    quote: { fg: "#a9c1e3", italic: true },
    reaction: { fg: "#ffffff", bg: "#1b4480" },
    pending: { fg: "#8eaad3", italic: true },
    offline: { fg: "#7f9cc7" },
    status: { fg: "#dbe9ff", bg: "#13366a" },
    prompt: { fg: "#ffe08a", bold: true },
  },
};

const HIGH_CONTRAST: Theme = {
  name: "high-contrast",
  background: "#000000",
  foreground: "#ffffff",
  nicknames: ["#ffff00", "#00ffff", "#00ff00", "#ff9bff", "#ffb000", "#9ecbff"],
  roles: {
    ...DARK.roles,
    faint: { fg: "#e0e0e0" },
    time: { fg: "#d0d0d0" },
    event: { fg: "#d8d8d8" },
    error: { fg: "#ff8080", bold: true },
    mention: { fg: "#000000", bg: "#ffff00", bold: true },
    unread: { fg: "#ffff00", bold: true },
    marker: { fg: "#ffffff" },
    title: { fg: "#000000", bg: "#ffffff", bold: true },
    border: { fg: "#ffffff" },
    selected: { fg: "#000000", bg: "#ffff00", bold: true },
    quote: { fg: "#e0e0e0", italic: true },
    reaction: { fg: "#000000", bg: "#ffffff" },
    pending: { fg: "#d0d0d0", italic: true },
    online: { fg: "#00ff00" },
    away: { fg: "#ffff00" },
    offline: { fg: "#c0c0c0" },
    status: { fg: "#000000", bg: "#ffffff" },
    prompt: { fg: "#ffff00", bold: true },
  },
};

/** No colour at all: also what NO_COLOR asks for. */
export const MONO: Theme = {
  name: "mono",
  background: undefined,
  foreground: undefined,
  nicknames: [],
  roles: {
    faint: { dim: true },
    strong: { bold: true },
    time: { dim: true },
    event: { dim: true },
    error: { bold: true },
    mention: { bold: true },
    unread: { bold: true },
    marker: { dim: true },
    title: { inverse: true },
    border: { dim: true },
    selected: { inverse: true },
    quote: { italic: true },
    reaction: { inverse: true },
    pending: { dim: true },
    offline: { dim: true },
    away: { dim: true },
    status: { inverse: true },
    prompt: { bold: true },
  },
};

/** The themes there are, the one of the start first. */
export const THEMES: readonly Theme[] = [DARK, LIGHT, BLUE, HIGH_CONTRAST, MONO];

/** The look of a span in a theme. */
export function lookOf(span: Span, theme: Theme): Look {
  const look = theme.roles[span.role ?? "text"] ?? {};
  const nick = span.nick === undefined ? undefined : nicknameColour(span.nick, theme);
  return {
    ...look,
    ...(nick === undefined || look.bg !== undefined ? {} : { fg: nick }),
    ...(span.bold ? { bold: true } : {}),
    ...(span.italic ? { italic: true } : {}),
    ...(span.underline || span.href !== undefined ? { underline: true } : {}),
  };
}

function nicknameColour(nick: string, { nicknames }: Theme): string | undefined {
  return nicknames[nicknameHash(nick) % Math.max(1, nicknames.length)];
}
