import { sanitize } from "../../format/sanitize.ts";
import { parseFormatting } from "../../format/formatting.ts";
import type { Role, Row, Span } from "./style.ts";
import { wrap } from "./wrap.ts";

/** A text that others wrote as rows of at most `columns`: styled, wrapped, and made harmless. */
export function flow(text: string, { columns, role }: { columns: number; role?: Role }): Row[] {
  return text.split("\n").flatMap((line) => {
    const spans = parseFormatting(line).map((piece): Span => ({
      ...piece,
      text: sanitize(piece.text),
      ...(role === undefined ? {} : { role }),
    }));
    const plain = spans.map((span) => span.text).join("");
    return wrap(plain, columns).map(({ start, end }) => cutSpans(spans, start, end));
  });
}

/** The part of a row between two positions of its text. */
export function cutSpans(spans: readonly Span[], start: number, end: number): Row {
  const row: Span[] = [];
  let at = 0;
  for (const span of spans) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, span.text.length);
    if (to > from) row.push({ ...span, text: span.text.slice(from, to) });
    at += span.text.length;
    if (at >= end) break;
  }
  return row;
}
