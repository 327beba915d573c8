/** Milliseconds after which a letter begins a new word. */
const PAUSE_MS = 700;

/** Finds names by the letters that are typed in a list one after the other. */
export class TypeAhead {
  #typed = "";
  #typedAt = -Infinity;

  /**
   * Takes a letter at a time in milliseconds. Returns the position of the next name after `from`
   * that begins with what is typed; undefined if there is none.
   */
  find(letter: string, { names, from, now }: {
    readonly names: readonly string[];
    readonly from: number;
    readonly now: number;
  }): number | undefined {
    const isNew = now - this.#typedAt > PAUSE_MS;
    const lower = letter.toLowerCase();
    // The same letter again goes on to the next name that begins with it.
    const isRepeated = !isNew && this.#typed === lower;
    this.#typed = isNew || isRepeated ? lower : this.#typed + lower;
    this.#typedAt = now;
    const first = isNew || isRepeated ? from + 1 : from;
    for (let step = 0; step < names.length; step++) {
      const at = (first + step + names.length) % names.length;
      if (names[at]?.toLowerCase().startsWith(this.#typed)) return at;
    }
    return undefined;
  }
}

/** The position in a list that a key leads to; undefined for other keys. */
export function stepTo(
  key: string,
  { at, count, page = 10 }: {
    readonly at: number;
    readonly count: number;
    readonly page?: number;
  },
): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.max(0, Math.min(count - 1, target));
}

/** Whether a key types a letter or a digit, and is no shortcut. */
export function isLetter(
  { key, altKey, ctrlKey, metaKey }: {
    readonly key: string;
    readonly altKey: boolean;
    readonly ctrlKey: boolean;
    readonly metaKey: boolean;
  },
): boolean {
  return /^[\p{L}\p{N}]$/u.test(key) && !altKey && !ctrlKey && !metaKey;
}
