import type { Destination } from "./navigator.ts";

/** The destinations whose names have some letters in this order, those that match best first. */
export function findDestinations(
  destinations: readonly Destination[],
  typed: string,
): Destination[] {
  const wanted = typed.trim().toLowerCase();
  return destinations
    .map((destination, index) => ({ destination, index, score: score(destination, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ destination }) => destination);
}

/** How well a name matches some letters; 0 where it does not have them in this order. */
function score({ name, unread }: Destination, wanted: string): number {
  if (wanted === "") return 1 + Math.min(unread, 1000);
  const lower = name.toLowerCase();
  if (lower === wanted) return 4000;
  if (lower.startsWith(wanted)) return 3000 - lower.length;
  const at = lower.indexOf(wanted);
  if (at !== -1) return 2000 - at;
  let from = 0;
  let gaps = 0;
  for (const letter of wanted) {
    const found = lower.indexOf(letter, from);
    if (found === -1) return 0;
    gaps += found - from;
    from = found + 1;
  }
  return Math.max(1, 1000 - gaps);
}
