import {
  idText,
  listConversations,
  type ListedConversation,
  type NetworkView,
  type Presence,
} from "../../navigation/conversation_list.ts";
import type { Layout } from "../drawing/layout.ts";
import type { Role, Row, Span } from "../drawing/style.ts";
import { fitName, widthOf } from "../drawing/width.ts";
import type { ScreenView } from "../view.ts";

/** Share of the bar that one name may take. */
const MAX_BAR_SHARE = 0.4;

/** A row of the list of conversations, and the conversation it stands for. */
export interface ListRow {
  readonly row: Row;
  readonly listed: ListedConversation;
}

/** The list of conversations at the left: networks, and below each its rooms and people. */
export function listPanel(view: ScreenView, layout: Layout): Row[] {
  return listRows(view, layout).map(({ row }) => row);
}

/** The rows of that list that are in sight. */
export function listRows(view: ScreenView, { left, rows }: Layout): ListRow[] {
  const all = view.networks.flatMap((network) =>
    listConversations(network).map((listed) => ({ network, listed }))
  );
  // The current conversation stays in sight when there are more than fit.
  const at = Math.max(0, all.findIndex(({ listed }) => isCurrent(view, listed)));
  const first = Math.max(0, Math.min(at - Math.floor(rows / 2), all.length - rows));
  return all.slice(first, first + rows).map(({ network, listed }) => ({
    row: listRow(network, listed, {
      columns: left,
      current: isCurrent(view, listed),
      hasDraft: view.drafts?.has(idText(listed)) === true,
    }),
    listed,
  }));
}

/** A conversation in the bar, and the columns it takes. */
export interface BarItem {
  readonly span: Span;
  readonly listed: ListedConversation;
  readonly start: number;
  readonly end: number;
}

/** The conversations as one row, for narrow terminals. */
export function barPanel(view: ScreenView, layout: Layout): Row {
  return barItems(view, layout).map(({ span }) => span);
}

/** The conversations of that row: the current one, then the unread ones, then the others. */
export function barItems(view: ScreenView, { columns }: Layout): BarItem[] {
  const all = view.networks.flatMap(listConversations);
  const rank = (listed: ListedConversation) => {
    if (isCurrent(view, listed)) return 0;
    const { unread, mentions, conversation: { kind } } = listed;
    return mentions > 0 ? 1 : unread > 0 ? 2 : kind === "server" ? 4 : 3;
  };
  const items: BarItem[] = [];
  let start = 0;
  for (const listed of all.sort((a, b) => rank(a) - rank(b))) {
    if (start >= columns) break;
    const count = countText(listed);
    const title = shortened(listed.title, Math.floor(columns * MAX_BAR_SHARE));
    const name = ` ${title}${count === "" ? "" : ` ${count}`} `;
    const text = shortened(name, columns - start);
    const role = isCurrent(view, listed) ? "selected" : roleOf(listed);
    const end = start + widthOf(text);
    items.push({ span: { text, role }, listed, start, end });
    start = end;
  }
  return items;
}

function shortened(name: string, columns: number): string {
  return widthOf(name) <= columns ? name : fitName(name, columns);
}

function listRow(
  { state }: NetworkView,
  listed: ListedConversation,
  { columns, current, hasDraft }: { columns: number; current: boolean; hasDraft: boolean },
): Row {
  const { conversation, presence, title } = listed;
  const draft = hasDraft && !current ? ["✎"] : [];
  const count = [...draft, countText(listed)].filter((part) => part !== "").join(" ");
  const isServer = conversation.kind === "server";
  const mark: Span = isServer
    ? { text: state.status === "online" ? "▾" : "✗", role: "faint" }
    : conversation.kind === "room"
    ? { text: conversation.joined ? "#" : "-", role: "faint" }
    : presence === undefined
    ? UNKNOWN_PRESENCE
    : PRESENCE_MARKS[presence];
  const indent = isServer ? "" : " ";
  const used = indent.length + 2 + (count === "" ? 0 : count.length + 1);
  const name = fitName(title, Math.max(0, columns - used - 1));
  const end = count === "" ? "" : ` ${count}`;
  if (current) return [{ text: `${indent}${mark.text} ${name}${end} `, role: "selected" }];
  const role = isServer ? (state.status === "online" ? "strong" : "offline") : roleOf(listed);
  return [{ text: indent }, mark, { text: ` ${name}`, role }, { text: end, role }];
}

const PRESENCE_MARKS: Readonly<Record<Presence, Span>> = {
  online: { text: "●", role: "online" },
  away: { text: "◐", role: "away" },
  offline: { text: "○", role: "offline" },
};
const UNKNOWN_PRESENCE: Span = { text: "·", role: "offline" };

function roleOf({ conversation, presence, unread, mentions }: ListedConversation): Role {
  const { kind, joined } = conversation;
  if (mentions > 0) return "mention";
  if (unread > 0) return "strong";
  if (presence !== undefined) return presence === "online" ? "text" : presence;
  return kind === "room" && !joined ? "offline" : "text";
}

function countText({ unread, mentions }: ListedConversation): string {
  if (unread === 0) return "";
  const count = unread > 999 ? "999+" : String(unread);
  return mentions > 0 ? `${count}!` : count;
}

function isCurrent({ current }: ScreenView, { network, key }: ListedConversation): boolean {
  return current?.network === network && current.key === key;
}
