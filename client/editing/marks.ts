/**
 * The marks that people type around words, as in Slack, Discord and Element, and the codes of IRC
 * that they stand for: `**bold**`, `_italic_`, `~~struck~~`, `<u>underlined</u>`, `` `code` `` and
 * lines between two lines of three backticks.
 *
 * A mark counts only where it begins or ends a word, so that `snake_case`, `2 ** 3`, `f(**options)`
 * and `src/**` stay what they are. A single asterisk is no mark: it is bold to some and italic to
 * others, and part of file names.
 */

/** Characters between two marks. */
const MAX_MARKED_CHARACTERS = 2_000;

const WORDS_WITHOUT_SPACES =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}";
/** What may stand before a mark that begins. */
const BEFORE = `(?<=^|[\\s([{"'“‘「『（《〈，。：；！？、,.:;!?—–>\\-${WORDS_WITHOUT_SPACES}])`;
/** What may stand after a mark that ends. */
const AFTER = `(?=$|[\\s)\\]}"'”’」』）》〉，。：；！？、,.:;!?—–<\\-${WORDS_WITHOUT_SPACES}])`;

/** A mark that is the same at both ends, made of one character. */
function pair(mark: string, character: string): string {
  const inside = `[^\\n]{0,${MAX_MARKED_CHARACTERS}}?`;
  return `${BEFORE}${mark}(?=[^\\s${character}/])(${inside}[^\\s${character}])${mark}${AFTER}`;
}

/** A link, which stays as it is; code, bold, italic, struck and underlined. */
const MARKED = new RegExp(
  [
    "\\bhttps?:\\/\\/\\S+",
    `${BEFORE}\`([^\`\\n]{1,${MAX_MARKED_CHARACTERS}})\`${AFTER}`,
    pair("\\*\\*", "*"),
    pair("_", "_"),
    pair("~~", "~"),
    `<u>([^\\n]{1,${MAX_MARKED_CHARACTERS}}?)</u>`,
  ].join("|"),
  "gmu",
);
const FENCED = /^```[^\n`]*\n([^]*?)\n```[ \t]*$/gmu;

const CODE = "\x11";
const STYLES = ["\x02", "\x1d", "\x1e", "\x1f"] as const;

/** Replaces the marks in a text by the codes of IRC. */
export function marksToCodes(text: string): string {
  let result = "";
  let from = 0;
  for (const match of text.matchAll(FENCED)) {
    result += convertLines(text.slice(from, match.index));
    result += (match[1] ?? "").split("\n").map((line) => line === "" ? "" : CODE + line + CODE)
      .join("\n");
    from = match.index + match[0].length;
  }
  return result + convertLines(text.slice(from));
}

function convertLines(text: string): string {
  return text.replace(MARKED, (whole, code: string | undefined, ...others: unknown[]) => {
    if (code !== undefined) return CODE + code + CODE;
    const index = STYLES.findIndex((_, position) => typeof others[position] === "string");
    const style = STYLES[index];
    return style === undefined ? whole : style + convertLines(String(others[index])) + style;
  });
}

const MARKS: Readonly<Record<string, readonly [string, string]>> = {
  "\x02": ["**", "**"],
  "\x1d": ["_", "_"],
  "\x1e": ["~~", "~~"],
  "\x1f": ["<u>", "</u>"],
  [CODE]: ["`", "`"],
};
const RESET = "\x0f";
// deno-lint-ignore no-control-regex
const CODES = /\x03(?:\d{1,2}(?:,\d{1,2})?)?|[\x02\x0f\x11\x16\x1d-\x1f]/g;

/** Replaces the codes of IRC in a text by marks, for editing; colours are removed. */
export function codesToMarks(text: string): string {
  return text.split("\n").map(lineToMarks).join("\n");
}

function lineToMarks(line: string): string {
  const open: string[] = [];
  const close = (code: string) => {
    open.splice(open.indexOf(code), 1);
    return MARKS[code]?.[1] ?? "";
  };
  const marked = line.replace(
    CODES,
    (code) => {
      if (code === RESET) return [...open].reverse().map(close).join("");
      const marks = MARKS[code];
      if (marks === undefined) return "";
      if (open.includes(code)) return close(code);
      open.push(code);
      return marks[0];
    },
  );
  return marked + [...open].reverse().map(close).join("");
}
