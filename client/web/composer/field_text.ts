/** Letters up to which a change is made so that the browser can undo it, which takes longer. */
const MAX_UNDOABLE_CHARACTERS = 10_000;

/** A part of the text of a field, in UTF-16 units. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Replaces a part of the text of a field as if it was typed: the cursor stands behind it, and the
 * browser's own undo brings the former text back, unless it is very long.
 */
export function replaceText(
  field: HTMLTextAreaElement,
  { from, to }: TextRange,
  text: string,
): void {
  field.focus();
  field.setSelectionRange(from, to);
  const isLong = Math.max(text.length, field.value.length) > MAX_UNDOABLE_CHARACTERS;
  // It is deprecated, but no other call leaves the undo of the browser intact.
  const isDone = !isLong &&
    (text === ""
      ? from === to || document.execCommand("delete")
      : document.execCommand("insertText", false, text));
  if (isDone) return;
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The selected part of the text of a field. */
export function selectionOf({ selectionStart, selectionEnd }: HTMLTextAreaElement): TextRange {
  return { from: selectionStart, to: selectionEnd };
}

/** Puts marks around the selected text, which stays selected, or takes them away again. */
export function toggleMarks(
  field: HTMLTextAreaElement,
  [opening, closing]: readonly [string, string],
): void {
  const { value } = field;
  const { from, to } = selectionOf(field);
  const isMarked = value.slice(0, from).endsWith(opening) && value.slice(to).startsWith(closing);
  const selected = value.slice(from, to);
  if (isMarked) {
    const range = { from: from - opening.length, to: to + closing.length };
    replaceText(field, range, selected);
    field.setSelectionRange(range.from, range.from + selected.length);
  } else {
    replaceText(field, { from, to }, opening + selected + closing);
    field.setSelectionRange(from + opening.length, to + opening.length);
  }
}
