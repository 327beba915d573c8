import type { PlainEvent } from "../../format/event_text.ts";
import { blockEnd, isContinued, isFirstNew } from "../../format/grouping.ts";
import { dayOf } from "../../format/time.ts";
import {
  type ConversationEntry,
  type GapEntry,
  isSameMessage,
  type MessageEntry,
  type NoteEntry,
} from "../../model/mod.ts";

/** What the timeline draws as one piece. */
export type TimelineItem =
  & { readonly key: string }
  & (
    | { readonly type: "beginning" | "new" }
    | { readonly type: "day"; readonly time: number }
    | { readonly type: "gap"; readonly entry: GapEntry }
    | { readonly type: "message"; readonly entry: MessageEntry; readonly continued: boolean }
    | { readonly type: "note"; readonly entry: NoteEntry }
    | { readonly type: "events"; readonly entries: readonly PlainEvent[] }
  );

/** What the pieces depend on. */
export interface ItemsView {
  readonly entries: readonly ConversationEntry[];
  /** The first entry that came since the person looked here. */
  readonly firstNew: ConversationEntry | undefined;
  /** Whether there is nothing before the first entry. */
  readonly begins: boolean;
}

/** What of the pieces before the last change is still there. */
export interface ItemsChange {
  /** Pieces at the start that are the same. */
  readonly head: number;
  /** Pieces at the end that are the same. */
  readonly tail: number;
}

const BEGINNING: TimelineItem = { type: "beginning", key: "beginning" };

/** The pieces of a conversation from the oldest to the newest; those that did not change are kept. */
export class TimelineItems {
  #view: ItemsView = { entries: [], firstNew: undefined, begins: false };
  #items: readonly TimelineItem[] = [];
  #change: ItemsChange = { head: 0, tail: 0 };

  /** The change of the last update that changed something. */
  get change(): ItemsChange {
    return this.#change;
  }

  /** The pieces of these entries; the same list if nothing has changed. */
  update(view: ItemsView): readonly TimelineItem[] {
    const before = this.#view;
    if (
      view.entries === before.entries && view.firstNew === before.firstNew &&
      view.begins === before.begins
    ) return this.#items;
    this.#view = view;
    const kept = view.firstNew === before.firstNew
      ? keptItems(this.#items, before.entries, view.entries)
      : { head: [], tail: [], start: 0, end: view.entries.length };
    const made = itemsOf(view, kept);
    // The mark of the beginning is put before them anew.
    const head = kept.head[0] === BEGINNING ? kept.head.slice(1) : kept.head;
    const lead = view.begins ? [BEGINNING] : [];
    this.#items = [...lead, ...head, ...made, ...kept.tail];
    // With the mark alone, all others move.
    if (view.begins === before.begins) {
      const count = head.length === 0 ? 0 : lead.length + head.length;
      this.#change = { head: count, tail: kept.tail.length };
    } else {
      const isAll = view.entries === before.entries && made.length === 0;
      this.#change = { head: 0, tail: isAll ? head.length : kept.tail.length };
    }
    return this.#items;
  }
}

/** The entry that an item shows, or the first of several; undefined for a mark between entries. */
export function entryOf(item: TimelineItem): ConversationEntry | undefined {
  switch (item.type) {
    case "beginning":
    case "new":
    case "day":
      return undefined;
    case "events":
      return item.entries[0];
    default:
      return item.entry;
  }
}

/** The position of the item that shows an entry; -1 if there is none. */
export function indexOfItem(items: readonly TimelineItem[], entry: ConversationEntry): number {
  return items.findLastIndex((item) => {
    if (item.type === "events") return item.entries.includes(entry as PlainEvent);
    const shown = entryOf(item);
    return shown === entry || item.type === "message" && entry.type === "message" &&
        (isSameMessage(item.entry, entry) || item.key === keyOf(entry));
  });
}

interface KeptItems {
  readonly head: readonly TimelineItem[];
  readonly tail: readonly TimelineItem[];
  /** The entries between head and tail. */
  readonly start: number;
  readonly end: number;
}

/** The items before and after a change of the entries that show the same as before. */
function keptItems(
  items: readonly TimelineItem[],
  before: readonly ConversationEntry[],
  after: readonly ConversationEntry[],
): KeptItems {
  if (before === after) return { head: items, tail: [], start: after.length, end: after.length };
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before[same] === after[same]) same++;
  const { head, start } = headOf(items, same);
  let sameEnd = 0;
  while (
    sameEnd < shorter - start &&
    before[before.length - 1 - sameEnd] === after[after.length - 1 - sameEnd]
  ) sameEnd++;
  const { tail, count } = tailOf(items.slice(head.length), sameEnd);
  return { head, tail, start, end: after.length - count };
}

/** The items of the first `same` entries, without the last block, which may go on now. */
function headOf(items: readonly TimelineItem[], same: number) {
  let [at, count] = [0, 0];
  let [end, start] = [0, 0];
  for (; at < items.length; at++) {
    const size = sizeOf(items[at]!);
    if (count + size > same) break;
    if (size > 0) [end, start] = [at, count];
    count += size;
  }
  // A message stays as it is, whatever comes after it.
  if (items[end]?.type !== "events" && count > start) [end, start] = [end + 1, count];
  // The marks before a block are made with it.
  while (end > 0 && sizeOf(items[end - 1]!) === 0) end--;
  return { head: items.slice(0, end), start };
}

/** The items of the last `same` entries, without the first block, which depends on what is before. */
function tailOf(items: readonly TimelineItem[], same: number) {
  let [start, kept, count] = [items.length, 0, 0];
  for (let at = items.length - 1; at >= 0; at--) {
    const size = sizeOf(items[at]!);
    if (count + size > same) break;
    if (size > 0) {
      // The marks before the next block belong to the tail, this block only if there is one more.
      [start, kept] = [at + 1, count];
      count += size;
    }
  }
  return { tail: items.slice(start), count: kept };
}

/** How many entries an item shows. */
function sizeOf(item: TimelineItem): number {
  return item.type === "events" ? item.entries.length : entryOf(item) === undefined ? 0 : 1;
}

function itemsOf(
  { entries, firstNew }: ItemsView,
  { start, end }: { readonly start: number; readonly end: number },
): TimelineItem[] {
  const items: TimelineItem[] = [];
  for (let at = start; at < end;) {
    const [before, first] = [entries[at - 1], entries[at]!];
    const next = Math.min(end, blockEnd(entries, at, { firstNew }));
    if (before === undefined || dayOf(before.time) !== dayOf(first.time)) {
      items.push({ type: "day", key: `day ${keyOf(first)}`, time: first.time });
    }
    if (isFirstNew(first, { firstNew })) items.push({ type: "new", key: "new" });
    items.push(itemOf(entries, { start: at, end: next, firstNew }));
    at = next;
  }
  return items;
}

function itemOf(
  entries: readonly ConversationEntry[],
  { start, end, firstNew }: {
    readonly start: number;
    readonly end: number;
    readonly firstNew: ConversationEntry | undefined;
  },
): TimelineItem {
  const entry = entries[start]!;
  const key = keyOf(entry);
  switch (entry.type) {
    case "message":
      return {
        ...{ type: "message", key, entry },
        continued: entry.replyTo === undefined &&
          isContinued(entries[start - 1], entry, { firstNew }),
      };
    case "note":
      return { type: "note", key, entry };
    case "gap":
      return { type: "gap", key, entry };
    default:
      return { type: "events", key, entries: entries.slice(start, end) as PlainEvent[] };
  }
}

/** Letters of a text in the key of a message of ours, since ids begin anew with each chat. */
const KEY_LETTERS = 40;
/** The numbers of entries that have no id of their own. */
const numbers = new WeakMap<ConversationEntry, number>();
let lastNumber = 0;

/** A message of ours has the same key before and after the server has taken it. */
function keyOf(entry: ConversationEntry): string {
  if (entry.type === "message") {
    if (entry.id !== undefined) return `sent ${entry.id} ${entry.text.slice(0, KEY_LETTERS)}`;
    if (entry.msgid !== undefined) return entry.msgid;
  }
  let number = numbers.get(entry);
  if (number === undefined) {
    number = ++lastNumber;
    numbers.set(entry, number);
  }
  return `entry ${number}`;
}
