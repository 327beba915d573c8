import type { Page } from "../page.ts";

/**
 * Connects at once when the machine is online again, and when the person returns to the page: the
 * timers of a page in the background are late. Returns how to end that.
 */
export function connectOnReturn({ navigator }: Page): () => void {
  const over = new AbortController();
  const { signal } = over;
  addEventListener("online", () => navigator.chat.connectNow(), { signal });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") navigator.chat.connectNow();
  }, { signal });
  return () => over.abort();
}
