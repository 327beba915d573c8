import { useLayoutEffect } from "react";

import { t } from "../../texts/mod.ts";
import type { Page, PageView } from "../page.ts";

/** Goes from one found message to the next, after the dialog was closed. */
export function SearchBar({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { search } = page;
  const { isStepping, found } = search;
  const isFree = view.dialog === undefined;
  // Keys that come right after what is drawn are taken, too.
  useLayoutEffect(() => {
    if (!isStepping || !isFree) return;
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      if (event.key === "F3") search.step(event.shiftKey ? -1 : 1);
      else if (event.key === "Escape" && !event.defaultPrevented) search.goBack();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [search, isStepping, isFree]);
  if (!isStepping) return null;
  const { selected, messages } = found;
  return (
    <div className="search-bar" role="group" aria-label={t("Found messages")}>
      <button type="button" className="link" onClick={() => page.show("search")}>
        {t("{number} of {count} found", { number: selected + 1, count: messages.length })}
      </button>
      <button
        type="button"
        className="icon"
        aria-label={t("The next older one")}
        title={`${t("The next older one")} (F3)`}
        disabled={selected + 1 >= messages.length}
        onClick={() => search.step(1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="icon"
        aria-label={t("The next newer one")}
        title={`${t("The next newer one")} (Shift+F3)`}
        disabled={selected === 0}
        onClick={() => search.step(-1)}
      >
        ↓
      </button>
      <button
        type="button"
        className="icon"
        aria-label={t("Back to where you were")}
        title={`${t("Back to where you were")} (Esc)`}
        onClick={() => search.goBack()}
      >
        ✕
      </button>
    </div>
  );
}
