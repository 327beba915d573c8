import { type GapEntry, indexOfEntry } from "../../model/mod.ts";
import type { Navigator } from "../../navigation/navigator.ts";

/** Loads messages that are missing at a gap, from the side that one comes from. */
export function loadGap({ chat, conversation, current, place }: Navigator, gap: GapEntry): void {
  const entries = conversation?.entries ?? [];
  const at = indexOfEntry(entries, gap);
  if (at === -1) return;
  const below = entries.slice(at + 1).find((entry) => entry.type === "message");
  const above = entries.slice(0, at).findLast((entry) => entry.type === "message");
  const isFromAbove = place.anchor !== undefined && place.anchor.entry.time < gap.time;
  const edge = isFromAbove ? above ?? below : below ?? above;
  if (edge !== undefined) chat.loadAround(current.key, edge);
}
