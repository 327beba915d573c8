import { lazy, Suspense, useState } from "react";
import { createPortal, flushSync } from "react-dom";

import { t } from "../../texts/mod.ts";

const Picker = lazy(() =>
  import("../dialogs/all.ts")
    .then((module) => ({ default: module.ReactionPicker }))
);

/** The button that opens a window to choose an emoji from. */
export function EmojiButton({ disabled, pick }: {
  readonly disabled: boolean;
  readonly pick: (emoji: string) => void;
}) {
  const [near, setNear] = useState<DOMRect>();
  // It is gone when the emoji is written, for which the field needs the focus.
  const close = () => flushSync(() => setNear(undefined));
  return (
    <>
      <button
        type="button"
        className="emoji"
        aria-label={t("Emoji")}
        title={t("Emoji")}
        aria-haspopup="dialog"
        disabled={disabled}
        onClick={({ currentTarget }) => setNear(currentTarget.getBoundingClientRect())}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="12" cy="12" r="9" />
          <path d="M9 9.5h.01M15 9.5h.01M8.5 14.5a4.5 4.5 0 0 0 7 0" />
        </svg>
      </button>
      {near !== undefined && createPortal(
        <Suspense>
          <Picker near={near} label={t("Emoji")} pick={pick} close={close} />
        </Suspense>,
        // Enter in its field sends nothing.
        document.body,
      )}
    </>
  );
}
