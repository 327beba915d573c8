/** Sizes of amounts that are told apart, each twice as large as the one before. */
const SIZES = 64;

/**
 * The pairs with the highest amounts, in no order. Among amounts of about the same size those that
 * come first are taken, so that nothing has to be sorted.
 */
export function highest(
  amounts: ReadonlyMap<string, number>,
  max: number,
): (readonly [string, number])[] {
  if (amounts.size <= max) return [...amounts];
  const bySize = new Array<number>(SIZES).fill(0);
  for (const amount of amounts.values()) bySize[sizeOf(amount)]!++;
  let least = SIZES - 1;
  let larger = 0;
  while (least > 0 && larger + bySize[least]! <= max) larger += bySize[least--]!;
  const found: (readonly [string, number])[] = [];
  let room = max - larger;
  for (const pair of amounts) {
    const size = sizeOf(pair[1]);
    if (size > least || size === least && room-- > 0) found.push(pair);
  }
  return found;
}

/** Half a step for each doubling, so that small counts are told apart. */
function sizeOf(amount: number): number {
  return Math.min(Math.max(Math.floor(2 * Math.log2(amount + 1)), 0), SIZES - 1);
}
