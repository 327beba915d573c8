import { t } from "../texts/mod.ts";

/** What some keys do, as a page of keys shows it. */
export interface DescribedKeys {
  readonly keys: readonly string[];
  /** A key of the translations. */
  readonly description: string;
}

/** Keys that belong together, under a heading. */
export interface KeyGroup {
  /** A key of the translations. */
  readonly title: string;
  readonly bindings: readonly DescribedKeys[];
}

/** The rows of a page of keys: `Alt+1 … Alt+9`, and what these do; what does the same is one row. */
export function keyRows({ bindings }: KeyGroup): { keys: string; description: string }[] {
  const byDescription = new Map<string, string[]>();
  for (const { keys: [first = ""], description } of bindings) {
    byDescription.set(description, [...byDescription.get(description) ?? [], first]);
  }
  return [...byDescription].map(([description, keys]) => ({
    keys: keysText(keys),
    description: t(description),
  }));
}

/** `Alt+1 … Alt+9` for keys in a row, else each. */
function keysText(keys: readonly string[]): string {
  const shown = keys.map(keyText);
  return shown.length > 2 ? `${shown[0]} … ${shown.at(-1)}` : shown.join(", ");
}

const KEY_NAMES: Readonly<Record<string, string>> = { pageup: "PageUp", pagedown: "PageDown" };

/** `alt+pageup` as people read it: `Alt+PageUp`. */
function keyText(key: string): string {
  return key.split("+").map((part) =>
    KEY_NAMES[part] ??
      (part.length === 1 ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1))
  ).join("+");
}
