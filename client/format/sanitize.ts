// Bold, italic, underline, strikethrough, monospace, reverse, reset.
// deno-lint-ignore no-control-regex
const STYLES = /[\x02\x0f\x11\x16\x1d\x1e\x1f]/g;
// Colours, each with its numbers.
// deno-lint-ignore no-control-regex
const COLOURS = /\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[\da-f]{6}(?:,[\da-f]{6})?)?/gi;
// C0, DEL, C1, the line and paragraph separators, and characters that change the text's direction.
// deno-lint-ignore no-control-regex
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Removes the colours and styles of IRC from a text. */
export function withoutFormatting(text: string): string {
  return text.replace(STYLES, "").replace(COLOURS, "");
}

/**
 * Makes another person's text safe for a terminal: removes styles, and replaces every character that
 * could move the cursor, control the terminal or change the text's direction by a visible one.
 */
export function sanitize(text: string): string {
  return withoutFormatting(text).replace(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0x09) return " ";
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** Formats JSON with every control character escaped, so that it is safe for a terminal. */
export function sanitizeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    CONTROLS,
    (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}
