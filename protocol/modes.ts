/**
 * Modes: a table for channels, a table for users, and how changes are parsed and formatted.
 *
 * Modern IRC, "MODE message", "CHANMODES", "PREFIX" and "MODES".
 */

import { utf8Length } from "./lines.ts";

/**
 * When a mode takes an argument.
 *
 * - `list`: for adding and removing an entry; without an argument it shows the list
 * - `always-param`: for setting and for unsetting
 * - `set-param`: for setting only
 * - `flag`: never
 * - `prefix`: always, a nickname
 */
export type ModeKind = "list" | "always-param" | "set-param" | "flag" | "prefix";

/** One channel mode. */
export interface ChannelMode {
  readonly letter: string;
  readonly kind: ModeKind;
  /** The symbol before the nickname of a member who has this `prefix` mode, such as `@`. */
  readonly symbol?: string;
  readonly note: string;
}

/** One user mode. */
export interface UserMode {
  readonly letter: string;
  /** Which changes a user may make; only the server makes the others. */
  readonly users: "set-and-unset" | "unset" | "nothing";
  readonly note: string;
}

/** The statuses that a member can have, the highest first. */
export const MEMBERSHIP_PREFIXES = [
  { letter: "q", kind: "prefix", symbol: "~", note: "founder" },
  { letter: "a", kind: "prefix", symbol: "&", note: "protected operator" },
  { letter: "o", kind: "prefix", symbol: "@", note: "operator" },
  { letter: "h", kind: "prefix", symbol: "%", note: "half-operator" },
  { letter: "v", kind: "prefix", symbol: "+", note: "may speak while moderated" },
] as const satisfies readonly ChannelMode[];

/** The symbols of {@linkcode MEMBERSHIP_PREFIXES} in their order: `~&@%+`. */
export const PREFIX_SYMBOLS: string = MEMBERSHIP_PREFIXES.map(({ symbol }) => symbol).join("");

/** The channel modes of chat, those with a prefix first. */
export const CHANNEL_MODES: readonly ChannelMode[] = [
  ...MEMBERSHIP_PREFIXES,
  { letter: "b", kind: "list", note: "ban" },
  { letter: "e", kind: "list", note: "exception from bans" },
  { letter: "I", kind: "list", note: "exception from invite-only" },
  { letter: "k", kind: "always-param", note: "key" },
  { letter: "l", kind: "set-param", note: "maximum number of members" },
  { letter: "C", kind: "flag", note: "no CTCP except ACTION" },
  { letter: "i", kind: "flag", note: "invite-only" },
  { letter: "m", kind: "flag", note: "moderated" },
  { letter: "n", kind: "flag", note: "no messages from outside" },
  { letter: "s", kind: "flag", note: "secret" },
  { letter: "t", kind: "flag", note: "topic changed by half-operators and above only" },
];

/** The user modes of chat. */
export const USER_MODES: readonly UserMode[] = [
  { letter: "B", users: "set-and-unset", note: "bot" },
  { letter: "i", users: "set-and-unset", note: "invisible" },
  { letter: "o", users: "unset", note: "server operator" },
  { letter: "r", users: "nothing", note: "logged in to the nickname's account" },
  { letter: "w", users: "set-and-unset", note: "receives WALLOPS" },
];

/** One mode that is set or unset. */
export interface ModeChange {
  readonly adding: boolean;
  /** The mode's letter. */
  readonly mode: string;
  readonly argument?: string;
}

/** The result of {@linkcode parseModeChanges}. */
export interface ParsedModeChanges {
  changes: ModeChange[];
  /** Letters that are not in the table, each once. */
  unknown: string[];
}

/** The changes of one MODE line. */
export interface ModeLine {
  /** For example `+ov-m`. */
  readonly modes: string;
  readonly args: readonly string[];
}

/** Keeps a MODE line with long masks below the maximum length of a line. */
const MAX_ARGUMENT_BYTES = 340;

/**
 * Parses `+ov-k` and its arguments. Never throws.
 *
 * A mode that lacks its argument is returned without one; for a list, that is a request to show
 * it. Surplus arguments are ignored.
 */
export function parseModeChanges(
  modeString: string,
  args: readonly string[],
  table: readonly Pick<ChannelMode, "letter" | "kind">[] = CHANNEL_MODES,
): ParsedModeChanges {
  const changes: ModeChange[] = [];
  const unknown: string[] = [];
  let adding = true;
  let nextArgument = 0;
  for (const mode of modeString) {
    if (mode === "+" || mode === "-") {
      adding = mode === "+";
      continue;
    }
    const kind = table.find((entry) => entry.letter === mode)?.kind;
    if (kind === undefined) {
      if (!unknown.includes(mode)) unknown.push(mode);
      continue;
    }
    const argument = takesArgument(kind, adding) ? args[nextArgument++] : undefined;
    changes.push(argument === undefined ? { adding, mode } : { adding, mode, argument });
  }
  return { changes, unknown };
}

/** Formats changes as few MODE lines in their order, with at most `maxPerLine` arguments each. */
export function formatModeChanges(
  changes: readonly ModeChange[],
  maxPerLine: number,
): ModeLine[] {
  const lines: ModeLine[] = [];
  let modes = "";
  let args: string[] = [];
  let bytes = 0;
  let sign: boolean | undefined;
  for (const { adding, mode, argument } of changes) {
    const length = utf8Length(argument ?? "");
    const full = argument !== undefined && args.length > 0 &&
      (args.length >= maxPerLine || bytes + length > MAX_ARGUMENT_BYTES);
    if (full) {
      lines.push({ modes, args });
      modes = "";
      args = [];
      bytes = 0;
      sign = undefined;
    }
    if (adding !== sign) modes += adding ? "+" : "-";
    sign = adding;
    modes += mode;
    if (argument !== undefined) args.push(argument);
    bytes += length;
  }
  if (modes !== "") lines.push({ modes, args });
  return lines;
}

/** The value of `CHANMODES`: the letters of the four kinds without a prefix, `beI,k,l,imnst`. */
export function chanmodesToken(table: readonly ChannelMode[] = CHANNEL_MODES): string {
  const kinds: ModeKind[] = ["list", "always-param", "set-param", "flag"];
  return kinds.map((kind) => lettersOf(table, kind)).join(",");
}

/** The value of `PREFIX`, the highest rank first: `(qaohv)~&@%+`. */
export function prefixToken(table: readonly ChannelMode[] = CHANNEL_MODES): string {
  const symbols = table.map((mode) => mode.kind === "prefix" ? mode.symbol ?? "" : "").join("");
  return `(${lettersOf(table, "prefix")})${symbols}`;
}

/** The table of another server's channel modes, from its values of `CHANMODES` and `PREFIX`. */
export function channelModesOf(chanmodes: string, prefix: string): ChannelMode[] {
  const kinds: ModeKind[] = ["list", "always-param", "set-param", "flag"];
  const [, letters = "", symbols = ""] = /^\(([^)]*)\)(.*)$/.exec(prefix) ?? [];
  const table: ChannelMode[] = Array.from(letters, (letter, index) => {
    const symbol = symbols.charAt(index);
    return { letter, kind: "prefix", ...(symbol === "" ? {} : { symbol }), note: "" };
  });
  chanmodes.split(",").forEach((group, index) => {
    const kind = kinds[index];
    if (kind === undefined) return;
    for (const letter of group) table.push({ letter, kind, note: "" });
  });
  return table;
}

function takesArgument(kind: ModeKind, adding: boolean): boolean {
  return kind === "set-param" ? adding : kind !== "flag";
}

function lettersOf(table: readonly ChannelMode[], kind: ModeKind): string {
  return table.map((mode) => mode.kind === kind ? mode.letter : "").join("");
}
