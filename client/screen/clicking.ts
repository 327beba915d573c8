import type { ListedConversation } from "../navigation/conversation_list.ts";
import type { MouseInput } from "../editing/keys.ts";
import { arrange } from "./frame.ts";
import { barItems, listRows } from "./panels/conversations.ts";
import type { ScreenView } from "./view.ts";

/** The conversation whose name stands at a cell of the screen; undefined for none. */
export function conversationAt(
  view: ScreenView,
  { column, row }: { readonly column: number; readonly row: number },
): ListedConversation | undefined {
  const { layout } = arrange(view);
  if (layout.bar > 0 && row === 1) {
    return barItems(view, layout)
      .find(({ start, end }) => column >= start && column < end)?.listed;
  }
  if (column >= layout.left || row < 1) return undefined;
  return listRows(view, { ...layout, rows: layout.messages })[row - 1]?.listed;
}

/** A click as the page before the messages takes it, from its corner; undefined outside of it. */
export function clickInOverlay(view: ScreenView, input: MouseInput): MouseInput | undefined {
  const { left, middle, bar, messages } = arrange(view).layout;
  // The topic and the bar are above it, the list and its border to the left.
  const row = input.row - 1 - bar;
  const column = input.column - (left > 0 ? left + 1 : 0);
  const isInside = row >= 0 && row < messages && column >= 0 && column < middle;
  return isInside ? { ...input, row, column } : undefined;
}
