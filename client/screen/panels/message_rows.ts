import { isContinued } from "../../format/grouping.ts";
import { formatTime } from "../../format/time.ts";
import { sanitize } from "../../format/sanitize.ts";
import { indexOfMessage, isForUs, isSameMessage } from "../../model/mod.ts";
import type { ConversationEntry, MessageEntry } from "../../model/mod.ts";
import { t } from "../../texts/mod.ts";
import { flow } from "../drawing/flow.ts";
import type { Role, Row, Span } from "../drawing/style.ts";
import { fit, widthOf } from "../drawing/width.ts";
import { eventMargin } from "./event_rows.ts";
import { isRuler, type Margin, marginOf, textColumns, withMargin } from "./margin.ts";
import type { TimelineView } from "./timeline_view.ts";

/** Names that a reaction spells out; the rest is counted. */
const REACTION_NAMES = 3;
const NO_NAME: Span = { text: "" };

/** The rows of the message at a position. */
export function messageRows(
  entries: readonly ConversationEntry[],
  at: number,
  view: TimelineView,
): Row[] {
  const event = entries[at];
  if (event?.type !== "message") return [];
  const before = entries[at - 1];
  const quote = event.replyTo === undefined ? [] : quoteRows(entries, event.replyTo, view);
  const continues = quote.length === 0 && isContinued(before, event, view);
  const sameMinute = continues && before !== undefined &&
    formatTime(before.time) === formatTime(event.time);
  const whole = marginFor(event, view);
  const margin: Margin = {
    ...whole,
    ...(continues ? { name: NO_NAME } : {}),
    ...(sameMinute ? { time: "" } : {}),
  };
  return [
    ...withMargin(quote, { ...margin, time: "", name: NO_NAME }, view),
    ...withMargin([...bodyRows(event, view), ...belowRows(event, view)], margin, view),
  ];
}

/**
 * The first row in sight, with time and name before it: those of its message, if the row with the
 * name is not among those shown, or the time and mark of its events.
 */
export function namedRow(
  row: Row,
  { event, shown, view }: {
    readonly event: ConversationEntry | undefined;
    /** The rows of the message that are in sight. */
    readonly shown: readonly Row[];
    readonly view: TimelineView;
  },
): Row {
  if (event === undefined || isRuler(row)) return row;
  const margin = event.type === "message"
    ? shown.some(hasName) ? undefined : namedMargin(event, view)
    : eventMargin(event);
  if (margin === undefined) return row;
  const spans = marginOf(margin, view);
  return [...spans, ...row.slice(spans.length)];
}

function namedMargin(event: MessageEntry, view: TimelineView): Margin {
  // The name in the text of an action is out of sight, too.
  const name: Span = { text: sanitize(event.from), nick: event.from };
  return { ...marginFor(event, view), name };
}

function hasName(row: Row): boolean {
  return row.some(({ nick }) => nick !== undefined);
}

/** The time and the name before a message. */
function marginFor(event: MessageEntry, view: TimelineView): Margin {
  return {
    time: formatTime(event.time),
    name: { text: sanitize(event.kind === "action" ? "*" : event.from), nick: event.from },
    mentioned: !event.own && isForUs(event, view.nick),
    marked: view.marked !== undefined && isSameMessage(event, view.marked),
  };
}

function bodyRows(event: MessageEntry, view: TimelineView): Row[] {
  const columns = textColumns(view);
  if (event.redacted !== undefined) {
    const { by, reason } = event.redacted;
    const why = reason === undefined ? "" : ` (${reason})`;
    const text = by === event.from
      ? t("Message removed")
      : t("Message removed by {name}", { name: by });
    return flow(text + why, { columns, role: "faint" });
  }
  const role = roleOf(event);
  if (event.kind !== "action") return flow(event.text, styled(columns, role));
  const lead: Span = { text: `${sanitize(event.from)} `, nick: event.from };
  const rows = flow(event.text, styled(Math.max(1, columns - widthOf(lead.text)), role));
  return rows.map((row, index) => index === 0 ? [lead, ...row] : row);
}

function styled(columns: number, role: Role | undefined) {
  return role === undefined ? { columns } : { columns, role };
}

function roleOf({ delivery, kind }: MessageEntry): Role | undefined {
  if (delivery === "waiting") return "pending";
  if (delivery === "failed") return "error";
  return kind === "notice" ? "event" : undefined;
}

/** What stands beneath a message: why it was not sent, and the reactions. */
function belowRows(event: MessageEntry, view: TimelineView): Row[] {
  const columns = textColumns(view);
  const rows: Row[] = [];
  if (event.delivery === "failed") {
    const text = t("not sent: {reason}", { reason: event.failure ?? "" });
    rows.push(...flow(text, { columns, role: "error" }));
  }
  if (event.reactions !== undefined) {
    const all = [...event.reactions].map(([emoji, nicks]) => {
      const names = nicks.slice(0, REACTION_NAMES).join(", ");
      const more = nicks.length - REACTION_NAMES;
      return more > 0 ? `${emoji} ${names} +${more}` : `${emoji} ${names}`;
    });
    rows.push(...flow(all.join("   "), { columns, role: "reaction" }));
  }
  return rows;
}

/** The beginning of the message that is replied to. */
function quoteRows(
  entries: readonly ConversationEntry[],
  msgid: string,
  view: TimelineView,
): Row[] {
  const quoted = entries[indexOfMessage(entries, msgid)];
  const columns = textColumns(view);
  if (quoted?.type !== "message") {
    return [[{
      text: fit(`↳ ${t("a message that is not loaded")}`, columns).trimEnd(),
      role: "quote",
    }]];
  }
  const text = quoted.redacted === undefined ? quoted.text.split("\n")[0] ?? "" : "…";
  const line = `↳ ${sanitize(quoted.from)}: ${sanitize(text)}`;
  return [[{ text: fit(line, columns).trimEnd(), role: "quote" }]];
}
