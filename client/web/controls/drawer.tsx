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

/** Pending while the browser goes back to the entry of its history before that of a drawer. */
let goingBack: Promise<void> | undefined;

/** Has the button Back of the browser close what is open, instead of leaving the page. */
function useCloseByBack(close: () => void): void {
  const latest = useRef(close);
  latest.current = close;
  useEffect(() => {
    const over = new AbortController();
    let isPushed = false;
    const begin = () => {
      if (over.signal.aborted) return;
      history.pushState("drawer", "");
      addEventListener("popstate", () => latest.current(), { signal: over.signal });
      isPushed = true;
    };
    // An entry that is added before the browser has gone back is the one that it leaves.
    if (goingBack === undefined) begin();
    else void goingBack.then(begin);
    return () => {
      over.abort();
      if (isPushed && history.state === "drawer") goBack();
    };
  }, []);
}

function goBack(): void {
  goingBack = new Promise((resolve) => {
    const arrived = () => {
      goingBack = undefined;
      resolve();
    };
    addEventListener("popstate", arrived, { once: true });
  });
  history.back();
}
