import type { DialogName } from "../dialogs/dialog_name.ts";

/** What keys can do to the page. */
export interface PageActions {
  show(dialog: DialogName): void;
  goToPosition(position: number): void;
  goBy(step: 1 | -1): void;
  goToUnread(): void;
  /** Moves the focus to the next or the previous part of the page. */
  goToRegion(step: 1 | -1): void;
}
