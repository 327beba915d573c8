import type { ChatMessageEvent } from "../events.ts";
import type { ConversationEntry, MessageEntry } from "./state.ts";

/**
 * The position of an entry, also after it was replaced by one with reactions or without its text;
 * -1 if it is not kept any more.
 */
export function indexOfEntry(
  entries: readonly ConversationEntry[],
  entry: ConversationEntry | undefined,
): number {
  if (entry === undefined) return -1;
  const at = entries.lastIndexOf(entry);
  if (at !== -1 || entry.type !== "message") return at;
  const { msgid, id } = entry;
  return entries.findLastIndex((other) =>
    other.type === "message" &&
    (msgid !== undefined && other.msgid === msgid || id !== undefined && other.id === id)
  );
}

/** The position of the message with a msgid; -1 if it is not kept. */
export function indexOfMessage(entries: readonly ConversationEntry[], msgid: string): number {
  return entries.findLastIndex((entry) => entry.type === "message" && entry.msgid === msgid);
}

/** Whether an entry is a message of ours that waits for the server. */
export function isWaiting(entry: ConversationEntry | undefined): entry is MessageEntry {
  return entry?.type === "message" && entry.delivery === "waiting";
}

/** Where a new entry belongs: at the end, but before messages of ours that wait for the server. */
export function endOf(entries: readonly ConversationEntry[]): number {
  let at = entries.length;
  while (at > 0 && isWaiting(entries[at - 1])) at--;
  return at;
}

/** Where a message from the history belongs by its time; undefined if it is there already. */
export function placeOf(
  entries: readonly ConversationEntry[],
  { time, msgid }: ChatMessageEvent,
): number | undefined {
  let at = endOf(entries);
  while (at > 0 && (entries[at - 1]?.time ?? 0) > time) at--;
  for (let index = at - 1; index >= 0 && entries[index]?.time === time; index--) {
    const entry = entries[index];
    if (msgid !== undefined && entry?.type === "message" && entry.msgid === msgid) return undefined;
  }
  return at;
}

/**
 * Merges a page of the history into entries, each in the order of time. A page `around` a message
 * that does not touch the other messages has gaps before and after it.
 */
export function mergePage(
  entries: readonly ConversationEntry[],
  { messages, kind }: {
    readonly messages: readonly ChatMessageEvent[];
    readonly kind: "older" | "around";
  },
): ConversationEntry[] {
  const [first, last] = [messages[0], messages.at(-1)];
  if (first === undefined || last === undefined) return [...entries];
  const kept = entries.filter((entry) =>
    entry.type !== "gap" || entry.time < first.time || entry.time > last.time
  );
  const positions = new Map<string, number>();
  for (const [index, entry] of kept.entries()) {
    if (entry.type === "message" && entry.msgid !== undefined) positions.set(entry.msgid, index);
  }
  const positionOf = ({ msgid }: ChatMessageEvent) =>
    msgid === undefined ? undefined : positions.get(msgid);
  const isKnown = (message: ChatMessageEvent) => positionOf(message) !== undefined;
  const merged: ConversationEntry[] = [];
  let at = 0;
  const takeBefore = (time: number) => {
    for (let entry = kept[at]; entry !== undefined && entry.time < time; entry = kept[++at]) {
      merged.push(entry);
    }
  };
  takeBefore(first.time);
  const isBetween = merged.some(({ type }) => type === "message");
  if (kind === "around" && isBetween && !isKnown(first)) {
    merged.push({ type: "gap", time: first.time - 1 });
  }
  for (const message of messages) {
    const position = positionOf(message);
    if (position === undefined) {
      takeBefore(message.time);
      merged.push(message);
    } else {
      // Messages of the same millisecond have the order of the page.
      merged.push(...kept.slice(at, position + 1));
      at = Math.max(at, position + 1);
    }
  }
  const rest = kept.slice(at);
  if (kind === "around" && !isKnown(last) && rest.some(({ type }) => type === "message")) {
    merged.push({ type: "gap", time: last.time });
  }
  return [...merged, ...rest];
}

/** Whether two messages are the same, of which one may have got reactions since. */
export function isSameMessage(
  one: MessageEntry,
  other: Pick<MessageEntry, "msgid" | "time">,
): boolean {
  return one === other || one.msgid !== undefined && one.msgid === other.msgid;
}
