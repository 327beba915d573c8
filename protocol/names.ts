/**
 * Nicknames and channel names: validity, comparison, and masks that match them.
 *
 * Modern IRC, "Clients", "Channels", "CASEMAPPING" and "Wildcard Expressions"; RFC 2812, 2.3.1.
 */

import { utf8Length } from "./lines.ts";

/** How a server compares names: the value of its `CASEMAPPING`. */
export type CaseMapping = "ascii" | "rfc1459" | "rfc1459-strict";

const RFC1459_LOWER: Readonly<Record<string, string>> = {
  "[": "{",
  "]": "}",
  "\\": "|",
  "~": "^",
};

/**
 * The form under which a name is looked up. Two names are the same if their forms are equal.
 *
 * Beyond ASCII, compatibility forms (NFKC) and letter case are folded too, for every mapping.
 */
export function casefold(name: string, mapping: CaseMapping = "ascii"): string {
  const folded = isAscii(name) ? name.toLowerCase() : foldUnicode(name);
  if (mapping === "ascii") return folded;
  const pattern = mapping === "rfc1459" ? /[[\]\\~]/g : /[[\]\\]/g;
  return folded.replace(pattern, (character) => RFC1459_LOWER[character] as string);
}

/** Whether two names are the same; an absent name is not the same as any other. */
export function sameName(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && casefold(one) === casefold(other);
}

/**
 * Whether a nickname may be used. It may contain the letters, digits and specials of RFC 2812, and
 * letters, marks and digits of other scripts in their normal form (NFKC).
 *
 * A name that mixes Latin, Greek and Cyrillic letters is not valid, because these look alike.
 */
export function isValidNickname(name: string, maxBytes: number): boolean {
  if (name === "" || name.length > maxBytes) return false;
  if (isAscii(name)) return /^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]*$/.test(name);
  return utf8Length(name) <= maxBytes &&
    /^(?:[[\]\\`_^{|}]|\p{L})(?:[[\]\\`_^{|}-]|\p{L}|\p{M}|\p{N})*$/u.test(name) &&
    !/\p{Default_Ignorable_Code_Point}/u.test(name) &&
    name.normalize("NFKC") === name &&
    countLookalikeScripts(name) <= 1;
}

/**
 * Whether a channel name may be used. It has `#` and at least one more character, no comma, and
 * no invisible character.
 */
export function isValidChannelName(name: string, maxBytes: number): boolean {
  if (!name.startsWith("#") || name.length < 2 || utf8Length(name) > maxBytes) return false;
  if (isAscii(name)) return !INVISIBLE_ASCII.test(name);
  return !/,|(?![\u200d\ufe0f])[\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/u
    .test(name);
}

// deno-lint-ignore no-control-regex
const INVISIBLE_ASCII = /[\x00-\x20,\x7f]/;

/** Whether a target is a channel, according to the server's `CHANTYPES`. */
export function isChannelName(target: string, chantypes = "#"): boolean {
  return target !== "" && chantypes.includes(target.charAt(0));
}

/**
 * Returns a test for one mask, in which `*` matches any text and `?` any single character.
 *
 * Letter case is ignored. Matching takes at most the mask's length times the text's length.
 */
export function compileMask(mask: string): (text: string) => boolean {
  const pattern = casefold(mask).replace(/\*{2,}/g, "*");
  if (pattern === "*") return () => true;
  if (!/[*?]/.test(pattern)) return (text) => casefold(text) === pattern;
  if (isAscii(pattern)) {
    return (text) => {
      const folded = casefold(text);
      // A character beyond the first plane is two code units, but `?` has to match it.
      return isAscii(folded)
        ? matchGlob(pattern, folded)
        : matchGlob(Array.from(pattern), Array.from(folded));
    };
  }
  const characters = Array.from(pattern);
  return (text) => matchGlob(characters, Array.from(casefold(text)));
}

/**
 * Completes a mask to `nickname!user@host`: `bob` is `bob!*@*`, `*@host` is `*!*@host`.
 *
 * A word with a dot or a colon cannot be a nickname and is used as a host. An extended ban such as
 * `~a:bob` is not changed.
 */
export function normalizeMask(mask: string): string {
  if (/^~[A-Za-z]+(?::|$)/.test(mask)) return mask;
  const at = mask.lastIndexOf("@");
  const bang = at === -1 ? mask.indexOf("!") : mask.lastIndexOf("!", at);
  let name = "";
  let user = "";
  let host = "";
  if (bang !== -1) {
    name = mask.slice(0, bang);
    user = mask.slice(bang + 1, at === -1 ? undefined : at);
    host = at === -1 ? "" : mask.slice(at + 1);
  } else if (at !== -1) {
    user = mask.slice(0, at);
    host = mask.slice(at + 1);
  } else if (/[.:]/.test(mask)) {
    host = mask;
  } else {
    name = mask;
  }
  return `${name || "*"}!${user || "*"}@${host || "*"}`.replace(/\*{2,}/g, "*");
}

/** Whether a text consists of ASCII characters. */
export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}

function foldUnicode(name: string): string {
  // The final sigma is the same letter in another form, used at the end of a word.
  return name.normalize("NFKC").toLowerCase().replaceAll("ς", "σ").normalize("NFKC");
}

function countLookalikeScripts(name: string): number {
  return Number(/\p{Script=Latin}/u.test(name)) + Number(/\p{Script=Greek}/u.test(name)) +
    Number(/\p{Script=Cyrillic}/u.test(name));
}

/** Matches from the left. After a mismatch only the last `*` takes more, which bounds the time. */
function matchGlob(pattern: ArrayLike<string>, text: ArrayLike<string>): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let afterStar = 0;
  while (at < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === "*") {
      star = inPattern++;
      afterStar = at;
    } else if (wanted === "?" || (wanted !== undefined && wanted === text[at])) {
      inPattern++;
      at++;
    } else if (star !== -1) {
      inPattern = star + 1;
      at = ++afterStar;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === "*") inPattern++;
  return inPattern === pattern.length;
}
