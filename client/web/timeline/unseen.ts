import { type ConversationEntry, indexOfEntry } from "../../model/mod.ts";

/** How many messages of others came after an entry; of all if it is not kept any more. */
export function countBelow(
  entries: readonly ConversationEntry[],
  last: ConversationEntry | undefined,
): number {
  let count = 0;
  const start = indexOfEntry(entries, last) + 1;
  for (let at = start; at < entries.length; at++) {
    const entry = entries[at];
    if (entry?.type === "message" && !entry.own) count++;
  }
  return count;
}
