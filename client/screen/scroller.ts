import type { Anchor } from "../navigation/places.ts";
import { type ConversationEntry, indexOfEntry, type MessageEntry } from "../model/mod.ts";
import { indexOfTarget, type JumpTarget } from "../navigation/message_jump.ts";
import type { Navigator } from "../navigation/navigator.ts";
import { arrange } from "./frame.ts";
import { timelineView } from "./panels/messages.ts";
import { scrolled } from "./panels/scroll.ts";
import type { ScreenView } from "./view.ts";

/** Rows of a page that stay in sight when one scrolls by a page. */
const PAGE_OVERLAP = 2;

/** Scrolls the current conversation, and requests what lies before its oldest message. */
export class Scroller {
  readonly #navigator: Navigator;
  readonly #view: () => ScreenView;

  constructor(navigator: Navigator, view: () => ScreenView) {
    this.#navigator = navigator;
    this.#view = view;
  }

  /** Scrolls by pages, up if negative. */
  byPages(pages: number): void {
    const { layout } = arrange(this.#view());
    this.byRows(pages * Math.max(1, layout.messages - PAGE_OVERLAP));
  }

  /** Scrolls by rows, up if negative. */
  byRows(rows: number): void {
    const { current, chat, place, conversation } = this.#navigator;
    const { height, scroll } = this.#scrolling(place.anchor);
    place.anchor = scroll(rows);
    // The next page is requested while there is one screen left before the top.
    const isNearTop = rows < 0 && isSame(scroll(rows - height), scroll(rows - height - 1));
    if (isNearTop) chat.loadOlder(current.key);
    const edge = gapEdge(conversation?.entries ?? [], { anchor: place.anchor, rows, height });
    if (edge !== undefined) chat.loadAround(current.key, edge);
  }

  toEnd(): void {
    const { place } = this.#navigator;
    place.anchor = undefined;
    place.marked = undefined;
  }

  /** Scrolls to a message, in the middle of the screen. Returns false if it is not there. */
  toMessage(message: JumpTarget): boolean {
    const { conversation, place } = this.#navigator;
    const entries = conversation?.entries ?? [];
    const entry = entries[indexOfTarget(entries, message)];
    if (entry === undefined) return false;
    const { height, scroll } = this.#scrolling({ entry, hidden: 0 });
    // The row of what is below covers the last one.
    place.anchor = scroll(1 + Math.floor(height / 2));
    return true;
  }

  #scrolling(anchor: Anchor | undefined) {
    const view = this.#view();
    const { layout } = arrange(view);
    const timeline = timelineView(view, layout);
    const entries = this.#navigator.conversation?.entries ?? [];
    // One row is left for what stands before the oldest message.
    const height = Math.max(1, layout.messages - 1);
    const scroll = (rows: number) => scrolled(entries, { anchor, rows, height, timeline });
    return { height, scroll };
  }
}

/**
 * The message beside messages that are missing, where one comes near them by scrolling: from it on
 * they are requested.
 */
function gapEdge(
  entries: readonly ConversationEntry[],
  { anchor, rows, height }: {
    readonly anchor: Anchor | undefined;
    readonly rows: number;
    readonly height: number;
  },
): MessageEntry | undefined {
  const at = indexOfEntry(entries, anchor?.entry);
  const last = at === -1 ? entries.length - 1 : at;
  const near = entries.slice(Math.max(0, last - 2 * height), last + height);
  const gap = near.findLastIndex(({ type }) => type === "gap");
  if (gap === -1) return undefined;
  const isMessage = (entry: ConversationEntry) => entry.type === "message";
  const edge = rows < 0
    ? near.slice(gap + 1).find(isMessage) ?? near.slice(0, gap).findLast(isMessage)
    : near.slice(0, gap).findLast(isMessage);
  return edge?.type === "message" ? edge : undefined;
}

function isSame(place: Anchor | undefined, other: Anchor | undefined): boolean {
  return place?.entry === other?.entry && place?.hidden === other?.hidden;
}
