// Bold, italic, underline, strike, monospace, reverse, reset.
// deno-lint-ignore no-control-regex
const STYLES = /[\x02\x0f\x11\x16\x1d\x1e\x1f]/g;
// Colours with their numbers.
// deno-lint-ignore no-control-regex
const COLOURS = /\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[\da-f]{6}(?:,[\da-f]{6})?)?/gi;
// C0, DEL, C1, line and paragraph separators, and what changes the direction of writing.
// deno-lint-ignore no-control-regex
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Takes the colours and styles of IRC out of a text. */
export function withoutFormatting(text: string): string {
  return text.replace(STYLES, "").replace(COLOURS, "");
}

/**
 * A text from others as it may be written to a terminal: styles taken out, and every character
 * that could move the cursor, give the terminal an order or turn the writing round made visible.
 */
export function sanitize(text: string): string {
  return withoutFormatting(text).replace(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    if (code === 0x09) return " ";
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** Makes JSON whose every control character is escaped, so that it may be seen on a terminal. */
export function sanitizeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    CONTROLS,
    (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}
