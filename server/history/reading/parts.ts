import type { Row } from "../row.ts";

/** A part of the history of a target. */
export interface Part {
  readonly target: number;
  /** The sequence before the first one of the part. */
  readonly after: number;
  /** The sequence after the last one of the part. */
  readonly before: number;
}

/** The first and the last sequence of a part; without a last one it goes on. */
export interface Interval {
  readonly first: number;
  readonly last: number | undefined;
}

/** The ends of a stretch that has every sequence. */
export const EVERYTHING = { after: 0, before: Number.MAX_SAFE_INTEGER } as const;

/** The whole history of a target. */
export function wholeOf(target: number): Part {
  return { target, ...EVERYTHING };
}

/** Some intervals of a target's history as parts that do not overlap. */
export function partsOf(target: number, intervals: readonly Interval[]): Part[] {
  const parts: Part[] = [];
  const ordered = [...intervals].sort((one, other) => one.first - other.first);
  for (const { first, last } of ordered) {
    const part = {
      target,
      after: first - 1,
      before: last === undefined ? Number.MAX_SAFE_INTEGER : last + 1,
    };
    const previous = parts.at(-1);
    if (previous === undefined || previous.before <= part.after) parts.push(part);
    else {
      const before = Math.max(previous.before, part.before);
      parts[parts.length - 1] = { ...previous, before };
    }
  }
  return parts;
}

/** What some intervals leave of a target's history. */
export function gapsBetween(target: number, intervals: readonly Interval[]): Part[] {
  const gaps: Part[] = [];
  let after: number = EVERYTHING.after;
  for (const part of partsOf(target, intervals)) {
    if (part.after > after) gaps.push({ target, after, before: part.after + 1 });
    after = part.before - 1;
  }
  const { before } = EVERYTHING;
  if (before - after > 1) gaps.push({ target, after, before });
  return gaps;
}

/** Makes a function that tells whether a row is in one of these parts. */
export function coverage(
  parts: readonly Part[],
): (row: Pick<Row, "seq" | "target">) => boolean {
  const byTarget = Map.groupBy(parts, ({ target }) => target);
  return ({ seq, target }) =>
    byTarget.get(target)?.some(({ after, before }) => seq > after && seq < before) === true;
}
