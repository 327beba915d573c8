import { joinSafe, type SafeText } from "../format/sanitize.ts";
import { titleOf } from "../navigation/conversation_list.ts";
import type { CursorPosition } from "./terminal/frame_writer.ts";
import { type Layout, layOut } from "./drawing/layout.ts";
import { paint, type Painter, type Stretch } from "./drawing/paint.ts";
import type { Row } from "./drawing/style.ts";
import { fit, fitName, widthOf } from "./drawing/width.ts";
import { composerHeight, composerPanel, composerRows } from "./panels/composer.ts";
import { popupRows } from "./overlays/popup.ts";
import { barPanel, listPanel } from "./panels/conversations.ts";
import { membersPanel } from "./panels/members.ts";
import { messagesPanel } from "./panels/messages.ts";
import { statusRow } from "./panels/status.ts";
import { topicRow } from "./panels/topic.ts";
import { currentConversation, currentNetwork, type ScreenView } from "./view.ts";

/** The whole screen: its rows from the top, each as wide as the terminal, and the cursor. */
export interface Frame {
  readonly rows: readonly SafeText[];
  readonly cursor: CursorPosition;
}

/** Draws a view as text for the terminal. */
export function drawFrame(view: ScreenView, painter: Painter): Frame {
  const { layout, composer } = arrange(view);
  const { columns } = layout;
  const whole = (row: Row) => paint(row, { from: 0, columns }, painter);
  const top = view.overlay === undefined
    ? [...topicRow(view), { text: " ".repeat(columns), role: "status" } as const]
    : titleRow(view.overlay.title, columns);
  const rows = [whole(top)];
  if (layout.bar > 0) rows.push(whole(barPanel(view, layout)));
  rows.push(...middleRows(view, { layout, painter }), whole(statusRow(view, layout)));
  for (let index = 0; index < layout.composer; index++) {
    rows.push(whole(composer.rows[index] ?? []));
  }
  return { rows: rows.slice(0, view.rows), cursor: composer.cursor };
}

/** Where everything is, and what is being typed, which decides about the size of the rest. */
export function arrange(view: ScreenView): {
  layout: Layout;
  composer: { rows: Row[]; cursor: CursorPosition };
} {
  const prompt = promptOf(view);
  const to = view.composer.prompt === undefined ? view.current?.key : undefined;
  const { text, cursor: at } = view.composer;
  const rows = composerRows({ text, cursor: at, to }, view.columns - widthOf(prompt));
  const layout = layOut({
    columns: view.columns,
    rows: view.rows,
    composerRows: composerHeight(rows),
  });
  const panel = composerPanel(rows, { prompt, height: layout.composer });
  const cursor = {
    row: view.rows - layout.composer + panel.cursor.row,
    column: Math.min(view.columns - 1, panel.cursor.column),
  };
  return { layout, composer: { rows: panel.rows, cursor } };
}

/** The rows between topic and status: the list, the messages and the members beside each other. */
function middleRows(
  view: ScreenView,
  { layout, painter }: { layout: Layout; painter: Painter },
): SafeText[] {
  const { columns, left, middle, right, messages } = layout;
  const size = { ...layout, rows: messages };
  const border = paint([{ text: "│", role: "border" }], { from: 0, columns: 1 }, painter);
  const list = left > 0 ? listPanel(view, size) : [];
  const content = withPopup(view.overlay?.rows ?? messagesPanel(view, layout), { view, layout });
  const members = right > 0 ? membersPanel(view, size) : [];
  const middleFrom = left > 0 ? left + 1 : 0;
  return Array.from({ length: messages }, (_, index) => {
    const part = (rows: readonly Row[], stretch: Stretch) =>
      paint(rows[index] ?? [], stretch, painter);
    return joinSafe([
      ...(left > 0 ? [part(list, { from: 0, columns: left }), border] : []),
      part(content, { from: middleFrom, columns: middle }),
      ...(right > 0 ? [border, part(members, { from: columns - right, columns: right })] : []),
    ]);
  });
}

/** The list of what may be typed next stands over the last rows. */
function withPopup(
  rows: readonly Row[],
  { view, layout }: { view: ScreenView; layout: Layout },
): readonly Row[] {
  if (view.completions === undefined) return rows;
  const size = { columns: layout.middle, rows: layout.messages };
  const popup = popupRows(view.completions, size);
  const above = Array.from({ length: size.rows - popup.length }, (_, index) => rows[index] ?? []);
  return [...above, ...popup];
}

const MAX_PROMPT_COLUMNS = 16;

function titleRow(title: string, columns: number): Row {
  return [{ text: fit(` ${title}`, columns), role: "title" }];
}

function promptOf(view: ScreenView): string {
  if (view.composer.prompt !== undefined) return view.composer.prompt;
  const conversation = currentConversation(view);
  const network = currentNetwork(view);
  const name = conversation === undefined || network === undefined || conversation.kind === "server"
    ? ""
    : titleOf(conversation, network);
  const columns = Math.min(widthOf(name), MAX_PROMPT_COLUMNS, Math.floor(view.columns / 4));
  return `${fitName(name, columns)}> `;
}
