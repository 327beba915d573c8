import { eventText, foldedText, type PlainEvent } from "../../format/event_text.ts";
import { formatTime } from "../../format/time.ts";
import { toText, type View } from "../../format/text.ts";
import type { ConversationEntry, NoteEntry } from "../../model/mod.ts";
import { flow } from "../drawing/flow.ts";
import type { Role, Row } from "../drawing/style.ts";
import { type MarginView, textColumns, withMargin } from "./margin.ts";

const ERRORS: ReadonlySet<string> = new Set(["problem", "refused"]);

/** The rows of one event. */
export function eventRows(event: PlainEvent, view: MarginView): Row[] {
  return textRows(eventText(event), { time: formatTime(event.time) }, view);
}

/** The row of a run of events: `alice, bob and 3 others came; carol left`. */
export function foldedRows(events: readonly ConversationEntry[], view: MarginView): Row[] {
  return textRows(foldedText(events), { time: formatTime(events.at(-1)?.time ?? 0) }, view);
}

/** The rows of a note, whose time is left out if it follows another of the same minute. */
export function noteRows(
  { event, time }: NoteEntry,
  { before, text }: { readonly before: ConversationEntry | undefined; readonly text: View },
  view: MarginView,
): Row[] {
  const lines = toText(event, text);
  const shown = lines?.out ?? lines?.err;
  if (shown === undefined || shown === "") return [];
  const clock = formatTime(time);
  const isSame = before?.type === "note" && formatTime(before.time) === clock;
  const isError = ERRORS.has(event.type) ||
    event.type === "connection" && event.status === "waiting";
  return textRows(shown, {
    time: isSame ? "" : clock,
    ...(isError ? { mark: "!", role: "error" } : {}),
  }, view);
}

function textRows(
  text: string,
  { time, mark = "·", role = "event" }: { time: string; mark?: string; role?: Role },
  view: MarginView,
): Row[] {
  const rows = flow(text, { columns: textColumns(view), role });
  return withMargin(rows, { time, name: { text: mark, role } }, view);
}
