/**
 * What makes a text of others safe to write. Every output of the program takes {@linkcode SafeText},
 * and only the functions of this file make it: nothing that others wrote gets out as it is.
 */

declare const safe: unique symbol;

/** A text that may be written to a terminal, a pipe or a file: all its control codes are our own. */
export type SafeText = string & { readonly [safe]: true };

/** Bold, italic, underline, strikethrough, monospace, reverse, reset. */
// deno-lint-ignore no-control-regex
const STYLES = /[\x02\x0f\x11\x16\x1d\x1e\x1f]/g;
/** Colours, each with its numbers. */
// deno-lint-ignore no-control-regex
const COLOURS = /\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[\da-f]{6}(?:,[\da-f]{6})?)?/gi;

/** Most texts: common letters and signs, and the lines of borders, none of which is invisible. */
const HARMLESS =
  /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u058f\u2010-\u2027\u2190-\u25ff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*$/;

/** Letters of the scripts that are written with joiners between them. */
const JOINED = String
  .raw`[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Gurmukhi}\p{sc=Gujarati}\p{sc=Oriya}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Kannada}\p{sc=Malayalam}\p{sc=Sinhala}\p{sc=Khmer}\p{sc=Myanmar}]`;
/** Invisible characters in the places where writing needs them. */
const NEEDED = [
  // The joiner of emoji, and of letters.
  String
    .raw`(?<=\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=${JOINED})[\u200c\u200d](?=${JOINED}|$)`,
  // Forms of emoji and other signs, of Chinese characters and of Mongolian letters.
  String.raw`(?<=[\p{Emoji}\p{S}\p{P}\p{sc=Han}])[\ufe00-\ufe0f]`,
  String.raw`(?<=\p{sc=Han})[\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=\p{sc=Mongolian})[\u180b-\u180d\u180f]`,
  // The flags of England, Scotland and Wales.
  String
    .raw`(?<=\u{1f3f4})\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`,
].join("|");
/**
 * Control codes, the separators of lines and paragraphs, and what cannot be seen: characters that
 * change the text's direction, have no width, are tags, or are none.
 */
const UNSAFE = String
  .raw`[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]`;
const NEEDED_OR_UNSAFE = new RegExp(`(${NEEDED})|${UNSAFE}`, "gu");

/** Removes the colours and styles of IRC from a text. */
export function withoutFormatting(text: string): string {
  return text.replace(STYLES, "").replace(COLOURS, "");
}

/**
 * Makes another person's text safe, as one line: removes styles, and replaces every character that
 * could move the cursor, control the terminal, change the text's direction or hide something by a
 * visible one.
 */
export function sanitize(text: string): SafeText {
  if (HARMLESS.test(text)) return text as SafeText;
  return replaceUnsafe(withoutFormatting(text), visible) as SafeText;
}

/** Makes a text of several lines safe, which `\n` separates. */
export function sanitizeLines(text: string): SafeText {
  return (text.includes("\n")
    ? text.split("\n").map(sanitize).join("\n")
    : sanitize(text)) as SafeText;
}

/** Formats JSON with every unsafe character escaped, so that what a script reads is unchanged. */
export function sanitizeJson(value: unknown): SafeText {
  return replaceUnsafe(JSON.stringify(value), escaped) as SafeText;
}

/** A text of the program's own, such as a control sequence, with values that are safe. */
export function codes(
  parts: TemplateStringsArray,
  ...values: readonly (SafeText | number)[]
): SafeText {
  return parts.reduce((text, part, index) => `${text}${values[index - 1]}${part}`) as SafeText;
}

/** Safe texts, one behind the other. */
export function joinSafe(texts: readonly SafeText[], separator = codes``): SafeText {
  return texts.join(separator) as SafeText;
}

/** A part of a safe text. */
export function partOf(text: SafeText, start: number, end?: number): SafeText {
  return text.slice(start, end) as SafeText;
}

/** The lines of a safe text. */
export function splitLines(text: SafeText): SafeText[] {
  return text.split("\n") as SafeText[];
}

function replaceUnsafe(text: string, by: (character: string) => string): string {
  return text.replace(
    NEEDED_OR_UNSAFE,
    (match, needed: string | undefined) => needed === undefined ? by(match) : needed,
  );
}

function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x09) return " ";
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => "\\u" + character.charCodeAt(at).toString(16).padStart(4, "0")).join("");
}
