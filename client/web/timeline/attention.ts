import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from "react";
import type { MouseEvent } from "react";

import type { MessageEntry } from "../../model/mod.ts";
import { focusField } from "./message/controls.ts";
import type { TimelineItem } from "./items.ts";
import type { Scrolling } from "./scrolling.ts";

/** Milliseconds of a touch that opens what one can do with a message. */
const LONG_PRESS_MS = 500;
/** Pixels that a finger may move meanwhile. */
const MAX_MOVE_PIXELS = 10;

/** Options for {@linkcode useAttention}. */
export interface AttentionOptions {
  readonly items: readonly TimelineItem[];
  readonly scrolling: Scrolling;
  /** Shows what one can do with a message, where there is no mouse. */
  readonly openSheet: (entry: MessageEntry) => void;
}

/** Which messages the person turns to, by mouse, finger and keys. */
export function useAttention({ items, scrolling, openSheet }: AttentionOptions) {
  const [hovered, setHovered] = useState<string>();
  /** The message that has or last had the focus. */
  const [focused, setFocused] = useState<string>();
  const [isInside, setIsInside] = useState(false);
  const [, setTurns] = useState(0);
  const wanted = useRef<"message" | "actions">(undefined);
  const press = useRef<{ timer: number; x: number; y: number }>(undefined);
  const { box, list } = scrolling;
  const focusedAt = focused === undefined ? -1 : positionOf(items, focused);

  useLayoutEffect(() => {
    const what = wanted.current;
    wanted.current = undefined;
    if (what === undefined || focused === undefined) return;
    const message = box.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`);
    const target = what === "message"
      ? message
      : message?.querySelector<HTMLElement>(".message-actions button");
    target?.focus({ preventScroll: true });
    if (focusedAt !== -1) list.current?.scrollToIndex(focusedAt, { align: "nearest" });
  });

  const turnTo = (key: string | undefined, what: "message" | "actions") => {
    if (key === undefined) return;
    wanted.current = what;
    setFocused(key);
    // The same message can be turned to again.
    setTurns((turns) => turns + 1);
    setIsInside(true);
    setHovered(undefined);
  };
  const endPress = () => clearTimeout(press.current?.timer);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const key = keyOf(event.target);
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const inActions = event.target instanceof Element && !event.target.matches("[data-key]");
    const to = () => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step !== undefined) return nextMessage(items, positionOf(items, key) + step, step);
      if (event.key === "Home") return nextMessage(items, 0, 1);
      if (event.key === "End") return nextMessage(items, items.length - 1, -1);
    };
    if (event.key === "Escape") {
      if (inActions) turnTo(key, "message");
      else focusField();
    } else if (to() !== undefined) turnTo(to(), "message");
    else if (!inActions && (event.key === "Enter" || event.key === "ContextMenu")) {
      turnTo(key, "actions");
    } else return;
    event.preventDefault();
  };

  const handlers = {
    onKeyDown,
    onFocus: (event: { target: EventTarget }) => {
      const key = keyOf(event.target);
      setIsInside(true);
      if (key !== undefined) setFocused(key);
    },
    onBlur: () => setIsInside(false),
    onPointerOver: (event: PointerEvent) => {
      if (event.pointerType === "mouse") setHovered(keyOf(event.target));
    },
    onPointerLeave: () => setHovered(undefined),
    onPointerDown: (event: PointerEvent) => {
      const message = messageAt(items, event.target);
      if (event.pointerType !== "touch" || message === undefined) return;
      endPress();
      const timer = setTimeout(() => openSheet(message), LONG_PRESS_MS);
      press.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x, y } = press.current ?? { x: clientX, y: clientY };
      if (Math.hypot(clientX - x, clientY - y) > MAX_MOVE_PIXELS) endPress();
    },
    onPointerUp: endPress,
    onPointerCancel: endPress,
    onContextMenu: (event: MouseEvent) => {
      // A long touch opens the page's own list.
      if ((event.nativeEvent as unknown as PointerEvent).pointerType === "touch") {
        event.preventDefault();
      }
    },
  };
  return {
    handlers,
    /** The message that the Tab key reaches. */
    reachable: focusedAt === -1 ? nextMessage(items, items.length - 1, -1) : focused,
    withActions: hovered ?? (isInside ? focused : undefined),
    kept: focusedAt === -1 ? undefined : [focusedAt],
  };
}

function keyOf(target: EventTarget): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>("[data-key]")?.dataset.key;
}

function messageAt(items: readonly TimelineItem[], target: EventTarget): MessageEntry | undefined {
  const key = keyOf(target);
  const item = key === undefined ? undefined : items[positionOf(items, key)];
  return item?.type === "message" ? item.entry : undefined;
}

function positionOf(items: readonly TimelineItem[], key: string): number {
  return items.findLastIndex((item) => item.key === key);
}

/** The key of the first message from a position on. */
function nextMessage(
  items: readonly TimelineItem[],
  from: number,
  step: number,
): string | undefined {
  for (let at = from; at >= 0 && at < items.length; at += step) {
    if (items[at]?.type === "message") return items[at]?.key;
  }
  return undefined;
}
