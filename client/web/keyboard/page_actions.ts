import type { Page } from "../page.ts";
import type { PageActions } from "./actions.ts";

/** Parts of the page in the order of F6, each by where the focus goes in it. */
const REGIONS: readonly (readonly [part: string, focus: string])[] = [
  [".conversations", "[data-roving][tabindex='0']"],
  [".header", ".tools button"],
  [".timeline-region", "[tabindex='0']"],
  [".composer", "textarea"],
  [".members", "[data-roving][tabindex='0']"],
];

/** What the keys do to a page. */
export function pageActions(page: Page): PageActions {
  const { navigator } = page;
  const move = (act: () => void) => () => {
    act();
    page.changed();
  };
  return {
    show: (dialog) => page.show(dialog),
    goToPosition: (position) => move(() => navigator.goToPosition(position))(),
    goBy: (step) => move(() => navigator.goBy(step))(),
    goToUnread: move(() => navigator.goToUnread()),
    goToRegion,
  };
}

function goToRegion(step: 1 | -1): void {
  const present = REGIONS.flatMap(([part, focus]) => {
    const element = document.querySelector(part);
    const target = element?.querySelector<HTMLElement>(focus);
    return element === null || target === null || target === undefined ? [] : [{ element, target }];
  });
  const at = present.findIndex(({ element }) => element.contains(document.activeElement));
  const next = at === -1 && step === -1 ? present.length - 1 : at + step;
  present[(next + present.length) % present.length]?.target.focus();
}
