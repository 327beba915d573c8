import { useEffect, useRef } from "react";

/** Pixels from the edge of the window within which a finger opens a drawer. */
const EDGE_PIXELS = 40;
/** Pixels that a finger goes, and how long it takes at most, for a swipe. */
const SWIPE_PIXELS = 50;
const SWIPE_MS = 600;
/** How much further a finger goes to the side than up or down. */
const SLOPE = 1.5;
/** Where a finger does something else: what stands in front, and texts in which it moves the cursor. */
const ELSEWHERE = ".dialog,.picker,.menu,textarea,input";

/** A quick movement of one finger to the side. */
export interface Swipe {
  readonly direction: "left" | "right";
  /** The edge of the window that it began at. */
  readonly from: "left" | "right" | undefined;
}

/** Has a function called after each swipe. */
export function useSwipes(swiped: (swipe: Swipe) => void): void {
  const latest = useRef(swiped);
  latest.current = swiped;
  useEffect(() => {
    const over = new AbortController();
    const options = { signal: over.signal, passive: true };
    let start: { readonly x: number; readonly y: number; readonly at: number } | undefined;
    addEventListener("touchstart", ({ touches, target, timeStamp }) => {
      const [touch] = touches;
      const isElsewhere = (target as Element).closest?.(ELSEWHERE) !== null;
      start = touch === undefined || touches.length > 1 || isElsewhere
        ? undefined
        : { x: touch.clientX, y: touch.clientY, at: timeStamp };
    }, options);
    addEventListener("touchcancel", () => start = undefined, options);
    addEventListener("touchmove", ({ touches: [touch], timeStamp }) => {
      if (start === undefined || touch === undefined) return;
      const { x, y, at } = start;
      const [across, along] = [touch.clientX - x, Math.abs(touch.clientY - y)];
      if (timeStamp - at > SWIPE_MS || along > SWIPE_PIXELS) {
        start = undefined;
        return;
      }
      if (Math.abs(across) < SWIPE_PIXELS || Math.abs(across) < along * SLOPE) return;
      start = undefined;
      const from = x <= EDGE_PIXELS ? "left" : x >= innerWidth - EDGE_PIXELS ? "right" : undefined;
      latest.current({ direction: across > 0 ? "right" : "left", from });
    }, options);
    return () => over.abort();
  }, []);
}
