import { type ConversationEntry, isSameMessage, type MessageEntry } from "../model/mod.ts";
import { dayOf } from "./time.ts";

/** Messages of one person within this time are shown as a group, in milliseconds. */
const GROUP_MS = 5 * 60_000;
/** Events that are folded together. */
const MAX_FOLDED = 500;
const FOLDED: ReadonlySet<string> = new Set(["join", "part", "quit", "nick"]);

/** What the grouping of entries depends on. */
export interface GroupingView {
  /** The first entry that came since the person looked here; undefined for none. */
  readonly firstNew: ConversationEntry | undefined;
}

/** The position of the first entry of the block whose last entry is the one before `end`. */
export function blockStart(
  entries: readonly ConversationEntry[],
  end: number,
  view: GroupingView,
): number {
  const last = entries[end - 1];
  return last !== undefined && FOLDED.has(last.type) ? foldStart(entries, end, view) : end - 1;
}

/** The position after the last entry of the block that begins at `start`. */
export function blockEnd(
  entries: readonly ConversationEntry[],
  start: number,
  { firstNew }: GroupingView,
): number {
  let end = start + 1;
  if (!FOLDED.has(entries[start]?.type ?? "")) return end;
  while (end < entries.length && end - start < MAX_FOLDED) {
    const [last, next] = [entries[end - 1], entries[end]];
    if (last === undefined || next === undefined || next === firstNew) break;
    if (!FOLDED.has(next.type) || dayOf(last.time) !== dayOf(next.time)) break;
    end++;
  }
  return end;
}

/** Whether a message belongs to the group of the one before it. */
export function isContinued(
  before: ConversationEntry | undefined,
  event: MessageEntry,
  { firstNew }: GroupingView,
): boolean {
  const isFirst = firstNew?.type === "message" && isSameMessage(event, firstNew);
  return !isFirst && before?.type === "message" && before.from === event.from &&
    before.kind === event.kind && event.kind === "message" &&
    event.time - before.time < GROUP_MS && dayOf(before.time) === dayOf(event.time);
}

/** Whether an entry is the first one that is new. */
export function isFirstNew(entry: ConversationEntry, { firstNew }: GroupingView): boolean {
  if (firstNew === undefined || entry === firstNew) return entry === firstNew;
  return entry.type === "message" && firstNew.type === "message" && isSameMessage(entry, firstNew);
}

/** Where a run of entries that are folded into one begins: on one day, and on one side of the marker. */
function foldStart(
  entries: readonly ConversationEntry[],
  end: number,
  { firstNew }: GroupingView,
): number {
  let start = end - 1;
  while (start > 0 && end - start < MAX_FOLDED) {
    const [first, before] = [entries[start], entries[start - 1]];
    if (first === undefined || before === undefined || first === firstNew) break;
    if (!FOLDED.has(before.type) || dayOf(before.time) !== dayOf(first.time)) break;
    start--;
  }
  return start;
}
