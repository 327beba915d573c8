import { type MouseEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";

import { t } from "../../texts/mod.ts";
import { IconButton } from "./icon.tsx";
import { MenuHost } from "./menu.tsx";

/**
 * A list in front of the page, at its side: it keeps the focus inside, and Escape, the button Back
 * of the browser or a click beside it closes it.
 */
export function Drawer({ label, side, close, children }: {
  readonly label: string;
  readonly side: "start" | "end";
  readonly close: () => void;
  readonly children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The focus goes back to where it was.
    return () => element?.close();
  }, []);
  useCloseByBack(close);
  const onClick = (event: MouseEvent) => {
    if (event.target === dialog.current) close();
  };
  return (
    <dialog
      ref={dialog}
      className={`drawer ${side}`}
      aria-label={label}
      onClick={onClick}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      {/* What is outside of the drawer cannot be pressed while it is open. */}
      <MenuHost>{children}</MenuHost>
      <IconButton name="close" label={t("Close")} press={close} className="close-drawer" />
    </dialog>
  );
}

/** Has the button Back of the browser close what is open, instead of leaving the page. */
function useCloseByBack(close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    history.pushState("drawer", "");
    const onBack = () => latest.current();
    addEventListener("popstate", onBack);
    return () => {
      removeEventListener("popstate", onBack);
      if (history.state === "drawer") history.back();
    };
  }, []);
}
