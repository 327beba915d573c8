/**
 * Writes protocol/confusables.ts from Unicode's table of characters that look alike:
 *
 *     deno run -A scripts/unicode/confusables.ts confusables.txt
 *
 * The table is https://www.unicode.org/Public/security/latest/confusables.txt (UTS 39). Of it only
 * those characters are kept that a nickname can have. Letters and digits of ASCII stay themselves:
 * that 1 looks like l, or rn like m, is for Unicode a reason to take two names for one, but too many
 * people's names differ in this way.
 */

import { messageOf } from "../../protocol/errors.ts";

const OUTPUT = new URL("../../protocol/confusables.ts", import.meta.url);
const ENTRIES_PER_LINE = 16;

/** Small capitals look like capitals, which the table leaves out: `NickSᴇrv`. */
const SMALL_CAPITALS: ReadonlyMap<string, string> = new Map(
  [..."ᴀaʙbᴅdᴇeɢgʜhᴊjĸkʟlᴍmɴnᴘpꞯqʀrᴛtʏy"].flatMap((character, index, all) =>
    index % 2 === 0 ? [[character, all[index + 1]!] as const] : []
  ),
);
/** The one character of ASCII that is not a letter but looks like one. */
const BAR = "|";

/** The lines of the table, from a character to the text it looks like. */
function readTable(text: string): { version: string; table: Map<string, string> } {
  const version = /^# Version: (\S+)$/m.exec(text)?.[1];
  if (version === undefined) throw new Error("Cannot find the version of the table");
  const table = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [from, to] = line.split(";", 2).map((part) => part.trim());
    if (from === undefined || to === undefined || !/^[0-9A-F]{4,6}$/.test(from)) continue;
    table.set(charactersOf(from), charactersOf(to));
  }
  return { version, table };
}

function charactersOf(codes: string): string {
  return String.fromCodePoint(...codes.split(" ").map((code) => Number.parseInt(code, 16)));
}

/** Whether a character can be in a nickname, after NFD. */
function isInNames(character: string): boolean {
  return character.normalize("NFKD") === character && /[\p{L}\p{M}\p{N}]/u.test(character) &&
    !/[\p{Default_Ignorable_Code_Point}A-Za-z0-9]/u.test(character);
}

/** What each character of a nickname looks like, followed to the end. */
function followed(table: ReadonlyMap<string, string>): [string, string][] {
  const follow = (text: string): string =>
    [...text.normalize("NFKD")].map((character) =>
      SMALL_CAPITALS.get(character) ??
        (isInNames(character) ? table.get(character) : undefined) ?? character
    ).join("");
  const entries: [string, string][] = [[BAR, "l"]];
  for (const from of new Set([...table.keys(), ...SMALL_CAPITALS.keys()])) {
    if (!isInNames(from)) continue;
    let to = follow(from);
    for (let next = follow(to); next !== to; next = follow(to)) to = next;
    if (to !== from && !to.includes(" ")) entries.push([from, to]);
  }
  return entries;
}

/** The source of the module. Characters that look alike stand beside each other, by what they are. */
function moduleOf(version: string, entries: readonly (readonly [string, string])[]): string {
  const byTarget = Map.groupBy(entries, ([, to]) => to);
  const words = [...byTarget].map(([to, group]) => to + "," + group.map(([from]) => from).join(""))
    .sort();
  const lines: string[] = [];
  for (let at = 0; at < words.length; at += ENTRIES_PER_LINE) {
    lines.push(escaped(words.slice(at, at + ENTRIES_PER_LINE).join(" ")));
  }
  return `// Made by scripts/unicode/confusables.ts from version ${version} of Unicode's confusables.txt.
// © Unicode, Inc. https://www.unicode.org/license.txt

/** The version of Unicode's table. */
export const CONFUSABLES_VERSION = ${JSON.stringify(version)};

/** Groups with a space between: a text, a comma, and the characters that look like the text. */
export const CONFUSABLES = [
${lines.map((line) => `  "${line}",\n`).join("")}].join(" ");
`;
}

/** Escapes what an editor could not show, or would show as something else. */
function escaped(text: string): string {
  return text.replace(
    /["\\]|\p{M}|[\u0590-\u08ff]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/gu,
    (character) => {
      if (character === '"' || character === "\\") return `\\${character}`;
      return `\\u{${character.codePointAt(0)!.toString(16)}}`;
    },
  );
}

if (import.meta.main) {
  const [file] = Deno.args;
  if (file === undefined) {
    throw new Error("Name the file: scripts/unicode/confusables.ts confusables.txt");
  }
  try {
    const { version, table } = readTable(await Deno.readTextFile(file));
    await Deno.writeTextFile(OUTPUT, moduleOf(version, followed(table)));
  } catch (error) {
    throw new Error(`Cannot make the table from ${file}: ${messageOf(error)}`);
  }
}
