import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from "react";

import { IconButton } from "../controls/icon.tsx";
import { t } from "../../texts/mod.ts";

/** What has the focus first, if a window asks for something. */
const FIELD = "input:not([type=radio]),input:checked,textarea,select";

/** A window in front of the page: it keeps the focus inside; Escape or a click beside it closes it. */
export function Dialog({ title, close, className = "", children }: {
  readonly title: string;
  /** Called when the person closes it; undefined if they cannot. */
  readonly close: (() => void) | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The browser would choose the button that closes it.
    element?.querySelector<HTMLElement>(FIELD)?.focus();
    // The focus goes back to where it was.
    return () => element?.close();
  }, []);
  const onMouseDown = (event: MouseEvent) => {
    if (event.target === dialog.current) close?.();
  };
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={heading}
      onMouseDown={onMouseDown}
      onCancel={(event) => {
        event.preventDefault();
        close?.();
      }}
    >
      <div className="dialog-body">
        <header>
          <h2 id={heading}>{title}</h2>
          {close !== undefined && <IconButton name="close" label={t("Close")} press={close} />}
        </header>
        {children}
      </div>
    </dialog>
  );
}
