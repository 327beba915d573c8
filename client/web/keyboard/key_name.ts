/** What a key event says of the key. */
export interface PressedKey {
  readonly key: string;
  /** The place of the key on the keyboard: `KeyA`, `Digit1`. */
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * The name of a pressed key, as the table of keys has it: `alt+1`, `ctrl+k`, `?`. The command key of
 * a Mac counts as `ctrl`. With Alt, a letter or digit is known by its place, since a Mac types
 * another character with it.
 */
export function keyName({ key, code, altKey, ctrlKey, metaKey, shiftKey }: PressedKey): string {
  const placed = altKey ? /^(?:Key|Digit)(.)$/.exec(code)?.[1] : undefined;
  const name = (placed ?? key).replace(/^Arrow/, "").toLowerCase();
  // A character such as ? says by itself that Shift was held.
  const isTyped = [...name].length === 1 && name.toUpperCase() === name && placed === undefined;
  return [
    ctrlKey || metaKey ? "ctrl+" : "",
    altKey ? "alt+" : "",
    shiftKey && !isTyped ? "shift+" : "",
    name,
  ].join("");
}
