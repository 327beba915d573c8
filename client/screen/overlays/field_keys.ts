import type { Composer } from "../../editing/composer.ts";

const KEYS: Readonly<Record<string, (field: Composer) => void>> = {
  "left": (field) => field.left(),
  "ctrl+b": (field) => field.left(),
  "right": (field) => field.right(),
  "home": (field) => field.lineStart(),
  "ctrl+a": (field) => field.lineStart(),
  "end": (field) => field.lineEnd(),
  "ctrl+e": (field) => field.lineEnd(),
  "alt+b": (field) => field.wordLeft(),
  "ctrl+left": (field) => field.wordLeft(),
  "alt+f": (field) => field.wordRight(),
  "ctrl+right": (field) => field.wordRight(),
  "backspace": (field) => field.deleteLeft(),
  "delete": (field) => field.deleteRight(),
  "ctrl+w": (field) => field.killWordLeft(),
  "alt+backspace": (field) => field.killWordLeft(),
  "alt+d": (field) => field.killWordRight(),
  "ctrl+u": (field) => field.killToLineStart(),
  "ctrl+y": (field) => field.yank(),
};

/** Edits a field of one line as the composer is edited; false for a key that does not edit. */
export function editField(field: Composer, key: string): boolean {
  const edit = KEYS[key];
  edit?.(field);
  return edit !== undefined;
}
