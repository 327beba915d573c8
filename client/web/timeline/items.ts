import { blockStart, isContinued, isFirstNew } from "../../format/grouping.ts";
import { dayOf } from "../../format/time.ts";
import type { ConversationEntry, MessageEntry, NoteEntry } from "../../model/mod.ts";
import type { PlainEvent } from "../../format/event_text.ts";

/** What the timeline draws as one piece. */
export type TimelineItem =
  & { readonly key: string }
  & (
    | { readonly type: "day"; readonly time: number }
    | { readonly type: "new" }
    | { readonly type: "gap" }
    | { readonly type: "message"; readonly entry: MessageEntry; readonly continued: boolean }
    | { readonly type: "note"; readonly entry: NoteEntry }
    | { readonly type: "events"; readonly entries: readonly PlainEvent[] }
  );

/** The pieces of a conversation, from the oldest to the newest. */
export function itemsOf(
  entries: readonly ConversationEntry[],
  firstNew: ConversationEntry | undefined,
): TimelineItem[] {
  const items: TimelineItem[] = [];
  let end = entries.length;
  while (end > 0) {
    const start = blockStart(entries, end, { firstNew });
    const [first, before] = [entries[start], entries[start - 1]];
    if (first === undefined) break;
    items.push(itemOf(entries, { start, end, firstNew }));
    if (isFirstNew(first, { firstNew })) items.push({ type: "new", key: "new" });
    if (before === undefined || dayOf(before.time) !== dayOf(first.time)) {
      items.push({ type: "day", key: `day ${dayOf(first.time)}`, time: first.time });
    }
    end = start;
  }
  return items.reverse();
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
      return { type: "gap", key };
    default:
      return { type: "events", key, entries: entries.slice(start, end) as PlainEvent[] };
  }
}

/** The numbers of entries that have no id of their own. */
const numbers = new WeakMap<ConversationEntry, number>();
let lastNumber = 0;

function keyOf(entry: ConversationEntry): string {
  if (entry.type === "message" && entry.msgid !== undefined) return entry.msgid;
  let number = numbers.get(entry);
  if (number === undefined) {
    number = ++lastNumber;
    numbers.set(entry, number);
  }
  return `entry ${number}`;
}
