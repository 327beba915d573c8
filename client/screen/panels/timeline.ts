import { blockStart, isFirstNew } from "../../format/grouping.ts";
import { dayOf, formatDay } from "../../format/time.ts";
import type { ConversationEntry } from "../../model/mod.ts";
import { t } from "../../texts/mod.ts";
import type { Row } from "../drawing/style.ts";
import { eventRows, foldedRows, noteRows } from "./event_rows.ts";
import { ruler } from "./margin.ts";
import { messageRows } from "./message_rows.ts";
import type { TimelineView } from "./timeline_view.ts";

/** Some entries that are drawn together, and their rows. */
export interface Block {
  /** The position of its first entry. */
  readonly start: number;
  /** The position after its last entry. */
  readonly end: number;
  readonly rows: readonly Row[];
}

/** The block whose last entry is the one before position `end`. */
export function blockBefore(
  entries: readonly ConversationEntry[],
  end: number,
  view: TimelineView,
): Block {
  const last = entries[end - 1];
  if (last === undefined) return { start: 0, end, rows: [] };
  const start = blockStart(entries, end, view);
  const before = entries[start - 1];
  const first = entries[start] ?? last;
  const body = bodyRows(entries, { start, end }, view);
  const rows: Row[] = [];
  // A day begins above the first of its entries that has rows.
  if (body.length > 0 && (before === undefined || dayOf(before.time) !== dayOf(first.time))) {
    rows.push(ruler(formatDay(first.time), "marker", view));
  }
  if (isFirstNew(first, view)) rows.push(ruler(t("New since you looked"), "unread", view));
  return { start, end, rows: [...rows, ...body] };
}

function bodyRows(
  entries: readonly ConversationEntry[],
  { start, end }: { readonly start: number; readonly end: number },
  view: TimelineView,
): Row[] {
  const last = entries[end - 1];
  if (last === undefined) return [];
  switch (last.type) {
    case "message":
      return messageRows(entries, end - 1, view);
    case "note":
      return noteRows(last, { before: entries[start - 1], text: view.text }, view);
    case "gap":
      return [ruler(t("Messages in between are not loaded"), "marker", view)];
    default:
      return end - start > 1 ? foldedRows(entries.slice(start, end), view) : eventRows(last, view);
  }
}
