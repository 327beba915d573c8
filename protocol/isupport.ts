/**
 * The features that a server announces with numeric 005.
 *
 * Modern IRC, "RPL_ISUPPORT (005)".
 */

import { type ChannelMode, channelModesOf, PREFIX_SYMBOLS } from "./modes.ts";
import type { CaseMapping } from "./names.ts";

/** Values of features by name; a feature without a value has `true`. */
export type IsupportTokens = ReadonlyMap<string, string | true>;

/** How many tokens one 005 may carry, the nickname and the text aside. */
export const MAX_TOKENS_PER_LINE = 13;

const ESCAPE_FROM = 0x20;
/** The `CHANMODES` and `PREFIX` of a server that announces none. */
const DEFAULT_CHANMODES = "b,k,l,imnpst";
const DEFAULT_PREFIX = "(ov)@+";

/** Returns the parameters of as many 005 lines as the tokens need. */
export function formatISupport(
  tokens: IsupportTokens,
  perLine: number = MAX_TOKENS_PER_LINE,
): string[][] {
  const lines: string[][] = [];
  for (const [name, value] of tokens) {
    let line = lines.at(-1);
    if (line === undefined || line.length >= perLine) {
      line = [];
      lines.push(line);
    }
    line.push(value === true ? name : `${name}=${escapeValue(value)}`);
  }
  return lines;
}

/**
 * Reads the tokens of one 005, without the nickname before and the text after them. Never throws.
 *
 * A token `-NAME` is returned under that name with the value `true`; {@linkcode mergeISupport}
 * then removes `NAME`. `\xHH` in a value stands for one character.
 */
export function parseISupport(params: readonly string[]): Map<string, string | true> {
  const tokens = new Map<string, string | true>();
  for (const param of params) {
    const equals = param.indexOf("=");
    const name = equals === -1 ? param : param.slice(0, equals);
    if (name === "" || name === "-") continue;
    if (equals === -1 || name.startsWith("-")) tokens.set(name, true);
    else tokens.set(name, unescapeValue(param.slice(equals + 1)));
  }
  return tokens;
}

/** Adds the tokens of `news` to those of `known`; each `-NAME` of `news` removes `NAME`. */
export function mergeISupport(
  known: IsupportTokens,
  news: IsupportTokens,
): Map<string, string | true> {
  const merged = new Map(known);
  for (const [name, value] of news) {
    if (name.startsWith("-")) merged.delete(name.slice(1));
    else merged.set(name, value);
  }
  return merged;
}

/** The value of a feature; undefined if the server does not announce it or gives it no value. */
export function isupportValue(tokens: IsupportTokens, name: string): string | undefined {
  const value = tokens.get(name);
  return value === true ? undefined : value;
}

/** How a server compares names; a mapping that is not known here is taken as `ascii`. */
export function caseMappingOf(tokens: IsupportTokens): CaseMapping {
  switch (tokens.get("CASEMAPPING")) {
    case undefined:
    case "rfc1459":
      return "rfc1459";
    case "rfc1459-strict":
    case "strict-rfc1459":
      return "rfc1459-strict";
    default:
      return "ascii";
  }
}

/** The characters with which a server's channel names begin. */
export function chantypesOf(tokens: IsupportTokens): string {
  return isupportValue(tokens, "CHANTYPES") || "#&";
}

/** The symbols before a server's members, the highest rank first; those of chat if it has no list. */
export function prefixSymbolsOf(tokens: IsupportTokens): string {
  return isupportValue(tokens, "PREFIX")?.replace(/^\(.*\)/, "") ?? PREFIX_SYMBOLS;
}

/** The table of a server's channel modes. */
export function channelModesIn(tokens: IsupportTokens): ChannelMode[] {
  return channelModesOf(
    isupportValue(tokens, "CHANMODES") ?? DEFAULT_CHANMODES,
    isupportValue(tokens, "PREFIX") ?? DEFAULT_PREFIX,
  );
}

function escapeValue(value: string): string {
  let text = "";
  for (const character of value) {
    const code = character.charCodeAt(0);
    const plain = code > ESCAPE_FROM && code !== 0x7f && character !== "\\" && character !== "=";
    text += plain ? character : `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return text;
}

function unescapeValue(value: string): string {
  if (!value.includes("\\")) return value;
  return value.replace(
    /\\x([0-9A-Fa-f]{2})/g,
    (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
