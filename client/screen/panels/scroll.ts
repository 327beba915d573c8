import type { Anchor } from "../../navigation/places.ts";
import { blockStart } from "../../format/grouping.ts";
import { type ConversationEntry, indexOfEntry } from "../../model/mod.ts";
import { blockBefore } from "./timeline.ts";
import type { TimelineView } from "./timeline_view.ts";

/** How a conversation is scrolled. */
export interface Scrolling {
  /** Where it stands; undefined for the end. */
  readonly anchor: Anchor | undefined;
  /** Rows down, negative for up. */
  readonly rows: number;
  /** Rows that are in sight. */
  readonly height: number;
  readonly timeline: TimelineView;
}

/** Where a conversation stands after scrolling; undefined for the end, and no further than the top. */
export function scrolled(
  entries: readonly ConversationEntry[],
  { anchor, rows, height, timeline }: Scrolling,
): Anchor | undefined {
  const at = anchor === undefined ? -1 : indexOfEntry(entries, anchor.entry);
  return rows < 0
    ? scrolledUp(entries, {
      at,
      hidden: at === -1 ? 0 : anchor?.hidden ?? 0,
      rows: -rows,
      height,
      timeline,
    })
    : scrolledDown(entries, { at, hidden: anchor?.hidden ?? 0, rows, timeline });
}

interface Position {
  /** The position of the anchor's entry; -1 for the end. */
  readonly at: number;
  readonly hidden: number;
  readonly rows: number;
  readonly timeline: TimelineView;
}

function scrolledUp(
  entries: readonly ConversationEntry[],
  { at, hidden, rows, height, timeline }: Position & { readonly height: number },
): Anchor | undefined {
  // From where the view ends now, `rows` further up, but a full view must remain above.
  const blocks: { end: number; rows: number }[] = [];
  let total = 0;
  let end = at === -1 ? entries.length : at + 1;
  while (end > 0 && total < hidden + rows + height) {
    const block = blockBefore(entries, end, timeline);
    blocks.push({ end, rows: block.rows.length });
    total += block.rows.length;
    end = block.start;
  }
  let skip = Math.min(hidden + rows, total - height);
  if (skip <= (at === -1 ? 0 : hidden)) skip = at === -1 ? 0 : hidden;
  if (skip <= 0 && at === -1) return undefined;
  for (const block of blocks) {
    if (skip < block.rows) return anchorAt(entries, block.end, skip);
    skip -= block.rows;
  }
  return undefined;
}

function scrolledDown(
  entries: readonly ConversationEntry[],
  { at, hidden, rows, timeline }: Position,
): Anchor | undefined {
  if (at === -1) return undefined;
  let left = rows - hidden;
  if (left <= 0) return anchorAt(entries, at + 1, -left);
  let index = at + 1;
  while (index < entries.length) {
    const end = blockEnd(entries, index, timeline);
    const block = blockBefore(entries, end, timeline);
    if (left < block.rows.length) return anchorAt(entries, end, block.rows.length - left);
    left -= block.rows.length;
    index = end;
  }
  return undefined;
}

/** The end of the block that an entry is part of. */
function blockEnd(
  entries: readonly ConversationEntry[],
  index: number,
  timeline: TimelineView,
): number {
  let end = index + 1;
  while (end < entries.length && blockStart(entries, end + 1, timeline) <= index) end++;
  return end;
}

function anchorAt(
  entries: readonly ConversationEntry[],
  end: number,
  hidden: number,
): Anchor | undefined {
  const entry = entries[end - 1];
  return entry === undefined ? undefined : { entry, hidden };
}
