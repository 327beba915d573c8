import type { Candidate } from "./candidate.ts";

/** Emoji that a list shows. */
const MAX_FOUND = 50;

/** One emoji: its names as GitHub and others use them, and words that people look for it with. */
export interface Emoji {
  readonly emoji: string;
  readonly names: readonly string[];
  readonly tags: readonly string[];
}

/** Emoji by their names. */
export class EmojiTable {
  readonly #all: readonly Emoji[];
  readonly #byName = new Map<string, string>();

  constructor(all: readonly Emoji[]) {
    this.#all = all;
    for (const { emoji, names } of all) for (const name of names) this.#byName.set(name, emoji);
  }

  /** Emoji with a name or a tag that begins with a word, the nearest first. */
  find(word: string): Candidate[] {
    const wanted = word.toLowerCase();
    return this.#all
      .map((one) => ({ emoji: one.emoji, ...nearest(one, wanted) }))
      .filter(({ rank }) => rank > 0)
      .sort((a, b) => b.rank - a.rank || (a.rank === BEGINS ? a.name.length - b.name.length : 0))
      .slice(0, MAX_FOUND)
      .map(({ emoji, name, tag }) => ({
        text: `${emoji} `,
        label: `${emoji} :${name}:`,
        note: tag ?? "",
      }));
  }

  /** The emoji of that name. */
  get(name: string): string | undefined {
    return this.#byName.get(name.toLowerCase());
  }
}

/** How well a name fits that begins with the word. */
const BEGINS = 4;

/** The name or tag of an emoji that fits a word best, and how well: 0 where none does. */
function nearest(
  { names, tags }: Emoji,
  wanted: string,
): { name: string; tag?: string; rank: number } {
  const [first = ""] = names;
  if (names.includes(wanted)) return { name: wanted, rank: 5 };
  const begins = names.find((name) => name.startsWith(wanted));
  if (begins !== undefined) return { name: begins, rank: BEGINS };
  const inside = names.find((name) => name.includes(`_${wanted}`));
  if (inside !== undefined) return { name: inside, rank: 3 };
  if (tags.includes(wanted)) return { name: first, tag: wanted, rank: 2 };
  const tag = tags.find((one) => one.startsWith(wanted));
  return tag === undefined ? { name: first, rank: 0 } : { name: first, tag, rank: 1 };
}

let table: EmojiTable | undefined;
let loading: Promise<void> | undefined;
/** Those who wait for the table. */
const waiting = new Set<() => void>();

/** The table of all emoji; undefined until it is loaded, which each `loaded` is told once. */
export function emojiTable(loaded: () => void): EmojiTable | undefined {
  if (table !== undefined) return table;
  waiting.add(loaded);
  loading ??= import("gemoji").then(({ gemoji }) => {
    table = new EmojiTable(gemoji);
    for (const tell of waiting) tell();
    waiting.clear();
  }, () => {
    // A browser without a connection cannot load it; the next letter tries again.
    loading = undefined;
  });
  return undefined;
}
