import { type KeyboardEvent, useEffect, useRef } from "react";

import { t } from "../../texts/mod.ts";
import type { Page, PageView } from "../page.ts";

/** What is being typed to the current conversation. */
export function Composer({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { composer } = view.place;
  useEffect(() => field.current?.focus(), [composer]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    page.submit();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        page.submit();
      }}
    >
      <textarea
        ref={field}
        rows={1}
        aria-label={t("Message")}
        value={composer.text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          composer.set(event.target.value);
          page.typed();
          page.changed();
        }}
      />
      <button type="submit" className="primary">{t("Send")}</button>
    </form>
  );
}
