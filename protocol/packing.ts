/** Lists of words that have to fit on lines. */

import { utf8Length } from "./lines.ts";

/** Options for {@linkcode packWords}. */
export interface PackWordsOptions {
  readonly maxBytes: number;
  readonly maxWords?: number;
  /** A space if not given. */
  readonly separator?: string;
}

/**
 * Joins words to texts of at most `maxBytes` bytes and `maxWords` words each. A word that is longer
 * than `maxBytes` stands alone.
 */
export function packWords(
  words: Iterable<string>,
  { maxBytes, maxWords = Infinity, separator = " " }: PackWordsOptions,
): string[] {
  const texts: string[] = [];
  let text = "";
  let bytes = 0;
  let count = 0;
  for (const word of words) {
    const length = utf8Length(word);
    if (text !== "" && count < maxWords && bytes + separator.length + length <= maxBytes) {
      text += separator + word;
      bytes += separator.length + length;
      count++;
      continue;
    }
    if (text !== "") texts.push(text);
    text = word;
    bytes = length;
    count = 1;
  }
  if (text !== "") texts.push(text);
  return texts;
}
