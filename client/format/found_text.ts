import { parseFormatting } from "./formatting.ts";
import { sanitize } from "./sanitize.ts";

/** A piece of a found text. */
export interface FoundPiece {
  readonly text: string;
  /** Whether it is one of the words that were searched. */
  readonly isWord: boolean;
}

/** A text in one line, without codes, as pieces that are searched words or not. */
export function foundPieces(text: string, words: readonly string[]): FoundPiece[] {
  const plain = sanitize(
    parseFormatting(text).map((piece) => piece.text).join("").replaceAll(/\s+/g, " "),
  );
  const lower = plain.toLowerCase();
  const pieces: FoundPiece[] = [];
  let at = 0;
  // A letter whose lower case is longer would shift the positions: then nothing stands out.
  while (lower.length === plain.length) {
    const next = firstOf(lower, { words, from: at });
    if (next === undefined) break;
    if (next.start > at) pieces.push({ text: plain.slice(at, next.start), isWord: false });
    pieces.push({ text: plain.slice(next.start, next.end), isWord: true });
    at = next.end;
  }
  if (at < plain.length) pieces.push({ text: plain.slice(at), isWord: false });
  return pieces;
}

function firstOf(
  text: string,
  { words, from }: { words: readonly string[]; from: number },
): { start: number; end: number } | undefined {
  let first: { start: number; end: number } | undefined;
  for (const word of words) {
    const start = word === "" ? -1 : text.indexOf(word, from);
    if (start === -1 || first !== undefined && start >= first.start) continue;
    first = { start, end: start + word.length };
  }
  return first;
}

/** `11-25 21:18` in this year, `2025-11-25` in another. */
export function formatMoment(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return date.getFullYear() === new Date().getFullYear()
    ? `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
    : `${date.getFullYear()}-${day}`;
}
