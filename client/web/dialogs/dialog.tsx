import { type ReactNode, useEffect, useId, useRef } from "react";

import { t } from "../../texts/mod.ts";

/** A window in front of the page: it keeps the focus inside, and Escape closes it. */
export function Dialog({ title, close, children }: {
  readonly title: string;
  /** Called when the person closes it; undefined if they cannot. */
  readonly close: (() => void) | undefined;
  readonly children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close?.();
      }}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        {close !== undefined && (
          <button type="button" className="icon" aria-label={t("Close")} onClick={close}>✕</button>
        )}
      </header>
      {children}
    </dialog>
  );
}
