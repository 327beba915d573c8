import type { Role, Row, Span } from "../drawing/style.ts";
import { clip, widthOf } from "../drawing/width.ts";

/** The part of a timeline's view that a margin depends on. */
export interface MarginView {
  readonly columns: number;
  /** Columns of the nicknames beside the messages. */
  readonly nickColumns: number;
  /** Whether there is room for the time before each message. */
  readonly withTime: boolean;
}

/** What stands to the left of a text. */
export interface Margin {
  readonly time: string;
  readonly name: Span;
  readonly mentioned?: boolean;
  readonly marked?: boolean;
}

const NO_NAME: Span = { text: "" };

/** The time and the nickname to the left of a text, right-aligned before a rule. */
export function marginOf(
  { time, name, mentioned = false, marked = false }: Margin,
  { withTime, nickColumns }: MarginView,
): Span[] {
  const shown = clip(name.text, nickColumns);
  const cut = shown === name.text ? shown : clip(shown, nickColumns - 1) + "…";
  const padding = " ".repeat(Math.max(0, nickColumns - widthOf(cut)));
  return [
    ...(withTime ? [{ text: time.padEnd(6), role: "time" } as const] : []),
    { text: padding },
    { ...name, text: cut },
    marked
      ? { text: " ▶", role: "selected" }
      : { text: mentioned ? " ▌" : " │", role: mentioned ? "mention" : "border" },
    { text: " " },
  ];
}

/** The columns that are left for a text beside its margin. */
export function textColumns(view: MarginView): number {
  return Math.max(1, view.columns - (view.withTime ? 6 : 0) - view.nickColumns - 3);
}

/** Puts a margin before each row of a text, with time and name before the first only. */
export function withMargin(rows: readonly Row[], margin: Margin, view: MarginView): Row[] {
  const blank = marginOf({ ...margin, time: "", name: NO_NAME }, view);
  return rows.map((row, index) => [...(index === 0 ? marginOf(margin, view) : blank), ...row]);
}

/** Whether a row is a line from left to right, which has no margin. */
export function isRuler(row: Row): boolean {
  return row.length === 1;
}

/** A text in the middle of a line from left to right. */
export function ruler(text: string, role: Role, { columns }: MarginView): Row {
  const label = clip(` ${text} `, columns);
  const left = Math.max(0, Math.floor((columns - widthOf(label)) / 2));
  const right = Math.max(0, columns - left - widthOf(label));
  return [{ text: "─".repeat(left) + label + "─".repeat(right), role }];
}
