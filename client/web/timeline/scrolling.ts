import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";

import type { Anchor, Place } from "../../navigation/places.ts";
import { entryOf, indexOfItem, type ItemsChange, type TimelineItem } from "./items.ts";

/** Pixels from the end that count as the end. */
const END_PIXELS = 8;
/** Pixels from the beginning from which older messages are loaded. */
const LOAD_PIXELS = 1_200;

/** Milliseconds after what a person does in which a scroll is theirs, also one that rolls on. */
const INTENT_MS = 400;
const SCROLL_KEYS: ReadonlySet<string> = new Set(["PageUp", "Home", "ArrowUp", " "]);

/** Options for {@linkcode useScrolling}. */
export interface ScrollingOptions {
  /** Remembers where the conversation is scrolled to. */
  readonly place: Place;
  readonly items: readonly TimelineItem[];
  readonly change: ItemsChange;
  /** Loads what is before the first item. */
  readonly loadOlder: () => void;
}

/** The scrolled list, for the component that draws it. */
export interface Scrolling {
  /** The element that scrolls. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<VirtualizerHandle | null>;
  /** Whether the last change was one above what is in sight. */
  readonly isShifted: boolean;
  readonly isAtEnd: boolean;
  readonly onScroll: () => void;
}

/**
 * Keeps what is in sight where it is while items come and go and change their heights. At the end
 * it stays at the end, until the person scrolls up.
 */
export function useScrolling(options: ScrollingOptions): Scrolling {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const [isAtEnd, setIsAtEnd] = useState(options.place.anchor === undefined);
  const latest = useRef(options);
  latest.current = options;
  const scroller = useRef<Scroller>(null);
  scroller.current ??= new Scroller({ box, list, options: () => latest.current, setIsAtEnd });
  const { items, place, change } = options;
  useLayoutEffect(() => scroller.current?.follow(), [items, place.anchor]);
  useEffect(() => scroller.current?.observe(), []);
  return {
    ...{ box, list, isAtEnd },
    isShifted: change.head === 0 && change.tail > 0,
    onScroll: () => scroller.current?.noticeScroll(),
  };
}

interface ScrollerOptions {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly list: RefObject<VirtualizerHandle | null>;
  readonly options: () => ScrollingOptions;
  readonly setIsAtEnd: (isAtEnd: boolean) => void;
}

class Scroller {
  readonly #parts: ScrollerOptions;
  #lastTop = 0;
  /** Until when a scroll upwards is the person's, by the clock of the page. */
  #intendedUntil = 0;
  /** The anchor that is applied; another one in the place was set from outside. */
  #applied: Anchor | undefined | "none" = "none";
  #items: readonly TimelineItem[] = [];

  constructor(parts: ScrollerOptions) {
    this.#parts = parts;
  }

  /** Follows a change of the items or of the place. */
  follow(): void {
    const { place, items, change } = this.#parts.options();
    const isChanged = this.#items !== items;
    this.#items = items;
    const { anchor } = place;
    if (anchor !== this.#applied) this.#goTo(anchor);
    else if (anchor === undefined) this.#stick();
    else if (isChanged && !(change.head === 0 && change.tail > 0)) {
      const index = indexOfItem(items, anchor.entry);
      if (index >= change.head) this.#restore(anchor, index);
    }
  }

  /** The person or the browser has scrolled. */
  noticeScroll(): void {
    const box = this.#parts.box.current;
    if (box === null) return;
    const { place, loadOlder } = this.#parts.options();
    const { scrollTop: top, scrollHeight: height, clientHeight } = box;
    const isLeft = this.#isScrolledUp(box);
    this.#lastTop = top;
    if (isLeft) this.#intend();
    const isEnd = height - top - clientHeight <= END_PIXELS;
    if (isEnd) place.anchor = undefined;
    else if (place.anchor !== undefined || isLeft) {
      place.anchor = this.#anchorAt(top + clientHeight);
    }
    this.#applied = place.anchor;
    this.#parts.setIsAtEnd(place.anchor === undefined);
    if (top < LOAD_PIXELS && height > 0) loadOlder();
  }

  /** Follows changes of heights, and what the person does; returns how to end that. */
  observe(): (() => void) | undefined {
    const box = this.#parts.box.current;
    if (box === null) return undefined;
    const stop = this.#listen(box);
    const observer = new ResizeObserver(() => {
      const { place, loadOlder } = this.#parts.options();
      if (place.anchor === undefined) this.#stick();
      if (box.scrollTop < LOAD_PIXELS) loadOlder();
    });
    observer.observe(box);
    for (const child of box.children) observer.observe(child);
    return () => {
      observer.disconnect();
      stop();
    };
  }

  /** Notices what makes a scroll the person's, as heights that change scroll as well. */
  #listen(box: HTMLElement): () => void {
    const ended = new AbortController();
    const listen = <Type extends keyof HTMLElementEventMap>(
      type: Type,
      isScroll: (event: HTMLElementEventMap[Type]) => boolean,
    ) =>
      box.addEventListener(type, (event) => isScroll(event) && this.#intend(), {
        passive: true,
        signal: ended.signal,
      });
    listen("wheel", ({ deltaY }) => deltaY < 0);
    listen("touchmove", () => true);
    listen("keydown", ({ key }) => SCROLL_KEYS.has(key));
    // The scroll bar belongs to the box itself.
    listen("pointerdown", ({ target }) => target === box);
    listen("pointermove", ({ target, buttons }) => target === box && buttons !== 0);
    return () => ended.abort();
  }

  #intend(): void {
    this.#intendedUntil = performance.now() + INTENT_MS;
  }

  #isScrolledUp({ scrollTop }: HTMLElement): boolean {
    return scrollTop < this.#lastTop - 1 && performance.now() < this.#intendedUntil;
  }

  #goTo(anchor: Anchor | undefined): void {
    this.#applied = anchor;
    this.#parts.setIsAtEnd(anchor === undefined);
    if (anchor === undefined) return this.#stick(true);
    const index = indexOfItem(this.#items, anchor.entry);
    if (index === -1) return;
    this.#parts.list.current?.scrollToIndex(index, { align: "end", offset: -anchor.hidden });
  }

  /** Goes to the end, unless the person has scrolled up just now. */
  #stick(isForced = false): void {
    const box = this.#parts.box.current;
    if (box === null) return;
    if (!isForced && this.#isScrolledUp(box)) {
      this.noticeScroll();
      if (this.#parts.options().place.anchor !== undefined) return;
    }
    this.#scrollTo(box.scrollHeight - box.clientHeight);
  }

  /** Brings an item back to where it was, as something in between has changed. */
  #restore({ hidden }: Anchor, index: number): void {
    const [box, list] = [this.#parts.box.current, this.#parts.list.current];
    if (box === null || list === null) return;
    const bottom = list.getItemOffset(index) + list.getItemSize(index);
    this.#scrollTo(bottom - hidden - box.clientHeight);
  }

  #scrollTo(top: number): void {
    const box = this.#parts.box.current;
    if (box === null) return;
    if (Math.abs(box.scrollTop - top) >= 1) {
      box.scrollTop = top;
      // The list draws what is in sight now, and not a frame later.
      box.dispatchEvent(new Event("scroll"));
    }
    this.#lastTop = box.scrollTop;
  }

  /** The item at a height of the list, as an anchor. */
  #anchorAt(offset: number): Anchor | undefined {
    const list = this.#parts.list.current;
    if (list === null) return undefined;
    for (let index = list.findItemIndex(offset); index >= 0; index--) {
      const item = this.#items[index];
      const entry = item && entryOf(item);
      if (entry === undefined) continue;
      const bottom = list.getItemOffset(index) + list.getItemSize(index);
      return { entry, hidden: bottom - offset };
    }
    return undefined;
  }
}
