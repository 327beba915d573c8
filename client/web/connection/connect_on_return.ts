import type { Page } from "../page.ts";

/** What a browser knows of the network, where it tells that: Network Information API. */
interface NavigatorWithNetwork extends Navigator {
  readonly connection?: EventTarget;
}

/**
 * Looks at the connection when the network has changed, and when the person returns to the page:
 * the timers of a page in the background are late, and a machine that slept or moved to another
 * network is not told that its connections are gone. Returns how to end that.
 */
export function connectOnReturn(page: Page): () => void {
  const over = new AbortController();
  const { signal } = over;
  const check = () => page.navigator.chat.checkConnection();
  addEventListener("online", check, { signal });
  addEventListener("pageshow", check, { signal });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") check();
  }, { signal });
  const { connection } = navigator as NavigatorWithNetwork;
  connection?.addEventListener("change", check, { signal });
  return () => over.abort();
}
