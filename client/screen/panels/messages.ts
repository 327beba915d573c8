import { type Conversation, type ConversationEntry, indexOfEntry } from "../../model/mod.ts";
import { PLAIN_PALETTE } from "../../format/palette.ts";
import { casefold } from "../../../protocol/names.ts";
import { t } from "../../texts/mod.ts";
import type { Layout } from "../drawing/layout.ts";
import type { Row } from "../drawing/style.ts";
import { widthOf } from "../drawing/width.ts";
import { wrap } from "../drawing/wrap.ts";
import { currentConversation, currentNetwork, type ScreenView } from "../view.ts";
import { namedRow } from "./message_rows.ts";
import { type Block, blockBefore } from "./timeline.ts";
import type { TimelineView } from "./timeline_view.ts";

/** The messages that are in sight, the last one in the last row. */
export function messagesPanel(view: ScreenView, layout: Layout): Row[] {
  const conversation = currentConversation(view);
  const height = layout.messages;
  if (conversation === undefined) return padTop(welcomeRows(layout), height);
  const timeline = timelineView(view, layout);
  const { entries } = conversation;
  const rows: Row[] = [];
  let top: { readonly block: Block; readonly shown: readonly Row[] } | undefined;
  const at = view.anchor === undefined ? -1 : indexOfEntry(entries, view.anchor.entry);
  let end = at === -1 ? entries.length : at + 1;
  let hidden = at === -1 ? 0 : view.anchor?.hidden ?? 0;
  while (rows.length < height && end > 0) {
    const block = blockBefore(entries, end, timeline);
    const shown = block.rows.slice(0, Math.max(0, block.rows.length - hidden));
    rows.unshift(...shown);
    hidden = 0;
    end = block.start;
    top = { block, shown };
  }
  if (end <= 0 && rows.length < height) rows.unshift(...beginningRows(conversation, layout));
  const inSight = padTop(rows.slice(-height), height);
  const cut = Math.max(0, rows.length - height);
  const first = inSight[0];
  if (top !== undefined && first !== undefined && rows.length >= height) {
    inSight[0] = namedRow(first, {
      event: entries[top.block.end - 1],
      shown: top.shown.slice(cut),
      view: timeline,
    });
  }
  const below = at === -1 ? 0 : countBelow(entries, at);
  if (at !== -1 && height > 1) inSight[height - 1] = belowRow(below, layout);
  return inSight;
}

/** How the entries of the current conversation are drawn. */
export function timelineView(view: ScreenView, layout: Layout): TimelineView {
  const state = currentNetwork(view)?.state;
  const nick = state?.nick ?? "";
  const fold = (name: string) => casefold(name, state?.caseMapping ?? "rfc1459");
  return {
    columns: layout.middle,
    nickColumns: layout.nickname,
    withTime: layout.withTime,
    nick,
    firstNew: view.firstNew,
    marked: view.marked,
    text: {
      palette: PLAIN_PALETTE,
      nick,
      current: currentConversation(view)?.name ?? "",
      verbose: true,
      now: view.now,
      bare: true,
      same: (a, b) => fold(a) === fold(b),
    },
  };
}

/** What stands before the oldest message: that older ones come, or that there are none. */
function beginningRows({ kind, older }: Conversation, layout: Layout): Row[] {
  if (older === "loading") return [noteRow(t("Loading older messages…"), layout)];
  if (older !== "none" || kind === "server") return [];
  const text = kind === "room" ? t("The room begins here") : t("Your conversation begins here");
  return [noteRow(text, layout)];
}

function noteRow(text: string, { middle }: Layout): Row {
  const padding = Math.max(0, Math.floor((middle - widthOf(text)) / 2));
  return [{ text: " ".repeat(padding) + text, role: "marker" }];
}

/** Messages whose end is out of sight; the row of this count covers that of the anchor, too. */
function countBelow(entries: readonly ConversationEntry[], at: number): number {
  let count = 0;
  for (let index = at; index < entries.length; index++) {
    if (entries[index]?.type === "message") count++;
  }
  return count;
}

function belowRow(count: number, { middle }: Layout): Row {
  const text = count === 1
    ? t("1 message below; End goes there")
    : t("{count} messages below; End goes there", { count });
  const padding = Math.max(0, Math.floor((middle - widthOf(text) - 4) / 2));
  return [{ text: " ".repeat(padding) }, { text: `↓ ${text} `, role: "unread" }];
}

function welcomeRows({ middle }: Layout): Row[] {
  const text = t(
    "Type /join ROOM to enter a room, /query NAME to talk to somebody, F1 for the keys",
  );
  return wrap(text, Math.max(1, middle - 4)).map(({ start, end }): Row => [
    { text: `  ${text.slice(start, end)}`, role: "faint" },
  ]);
}

function padTop(rows: readonly Row[], height: number): Row[] {
  const shown = rows.slice(-height);
  return [...Array.from({ length: Math.max(0, height - shown.length) }, (): Row => []), ...shown];
}
