import type { CompletionList } from "../../completion/completer.ts";
import { sanitize } from "../../format/sanitize.ts";
import { t } from "../../texts/mod.ts";
import type { Row } from "../drawing/style.ts";
import { fit, widthOf } from "../drawing/width.ts";
import type { OverlaySize } from "./overlay.ts";

/** Rows that a list grows to. */
const MAX_ROWS = 8;
const MAX_LABEL_COLUMNS = 40;
/** Share of the columns that labels may take beside their notes. */
const LABEL_SHARE = 0.5;

/** The rows of a list of completions, which stand above the composer. */
export function popupRows(list: CompletionList, { columns, rows }: OverlaySize): Row[] {
  const { candidates, selected, hint } = list;
  const lines: Row[] = [];
  const hintRows = hint === undefined ? 0 : 1;
  // At least a row of the messages stays in sight.
  const height = Math.min(MAX_ROWS, candidates.length, Math.max(0, rows - 1 - hintRows));
  const first = Math.max(0, Math.min((selected ?? 0) - height + 1, candidates.length - height));
  const labelColumns = columnsOfLabels(list, columns);
  for (let index = first; index < first + height; index++) {
    const candidate = candidates[index];
    if (candidate === undefined) continue;
    const { label, note } = candidate;
    const isSelected = index === selected;
    const rest = Math.max(0, columns - labelColumns - 3);
    lines.push([
      { text: ` ${fit(sanitize(label), labelColumns)}  `, role: isSelected ? "selected" : "title" },
      { text: fit(sanitize(note), rest), role: isSelected ? "selected" : "status" },
    ]);
  }
  if (hint !== undefined && rows > 1) {
    const { usage, description } = hint;
    const text = fit(`  ${t(description)}`, Math.max(0, columns - widthOf(usage) - 1));
    lines.push([{ text: ` ${usage}`, role: "title" }, { text, role: "status" }]);
  }
  return lines;
}

function columnsOfLabels({ candidates }: CompletionList, columns: number): number {
  const widest = Math.max(1, ...candidates.map(({ label }) => widthOf(label)));
  const hasNotes = candidates.some(({ note }) => note !== "");
  const most = hasNotes ? Math.floor(columns * LABEL_SHARE) : columns - 3;
  return Math.max(1, Math.min(widest, most, MAX_LABEL_COLUMNS));
}
