import type { ListedConversation } from "../navigation/conversation_list.ts";
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
