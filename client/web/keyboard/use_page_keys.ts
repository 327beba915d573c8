import { useEffect } from "react";

import type { Page } from "../page.ts";
import { BY_KEY } from "./bindings.ts";
import { keyName } from "./key_name.ts";
import { pageActions } from "./page_actions.ts";

/** Runs the keys of the table while no window stands in front of the page. */
export function usePageKeys(page: Page): void {
  useEffect(() => {
    const actions = pageActions(page);
    const onKeyDown = (event: KeyboardEvent) => {
      const isTaken = event.defaultPrevented || event.isComposing ||
        event.getModifierState("AltGraph");
      if (isTaken || document.querySelector("dialog[open], :popover-open") !== null) return;
      const name = keyName(event);
      if ([...name].length === 1 && isInText(event.target)) return;
      const run = BY_KEY.get(name);
      if (run === undefined) return;
      event.preventDefault();
      run(actions);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [page]);
}

function isInText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input,textarea,select");
}
