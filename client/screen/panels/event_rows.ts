import { eventText, foldedText, type PlainEvent } from "../../format/event_text.ts";
import { formatTime } from "../../format/time.ts";
import { toText, type View } from "../../format/text.ts";
import type { ConversationEntry, NoteEntry } from "../../model/mod.ts";
import { flow } from "../drawing/flow.ts";
import type { Row } from "../drawing/style.ts";
import { type Margin, type MarginView, textColumns, withMargin } from "./margin.ts";

const ERRORS: ReadonlySet<string> = new Set(["problem", "refused"]);

/** The time and the mark before the first row of a note or of events; undefined for messages. */
export function eventMargin(entry: ConversationEntry): Margin | undefined {
  if (entry.type === "message" || entry.type === "gap") return undefined;
  const time = formatTime(entry.time);
  return entry.type === "note" && isError(entry)
    ? { time, name: { text: "!", role: "error" } }
    : { time, name: { text: "·", role: "event" } };
}

/** The rows of one event. */
export function eventRows(event: PlainEvent, view: MarginView): Row[] {
  return textRows(eventText(event), eventMargin(event), view);
}

/** The row of a run of events: `alice, bob and 3 others came; carol left`. */
export function foldedRows(events: readonly ConversationEntry[], view: MarginView): Row[] {
  const last = events.at(-1);
  return last === undefined ? [] : textRows(foldedText(events), eventMargin(last), view);
}

/** The rows of a note, whose time is left out if it follows another of the same minute. */
export function noteRows(
  note: NoteEntry,
  { before, text }: { readonly before: ConversationEntry | undefined; readonly text: View },
  view: MarginView,
): Row[] {
  const lines = toText(note.event, text);
  const shown = lines?.out ?? lines?.err;
  if (shown === undefined || shown === "") return [];
  const margin = eventMargin(note);
  const isSame = before?.type === "note" && formatTime(before.time) === margin?.time;
  return textRows(shown, margin === undefined || !isSame ? margin : { ...margin, time: "" }, view);
}

function isError({ event }: NoteEntry): boolean {
  return ERRORS.has(event.type) || event.type === "connection" && event.status === "waiting";
}

function textRows(
  text: string,
  margin: Margin | undefined,
  view: MarginView,
): Row[] {
  if (margin === undefined) return [];
  const { role = "event" } = margin.name;
  return withMargin(flow(text, { columns: textColumns(view), role }), margin, view);
}
