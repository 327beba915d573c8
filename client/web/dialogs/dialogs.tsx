import type { Page, PageView } from "../page.ts";

/** The window that stands in front of the page, if one does. */
export function Dialogs({ view }: { readonly page: Page; readonly view: PageView }) {
  switch (view.dialog) {
    case undefined:
    case "keys":
    case "search":
    case "sessions":
    case "settings":
    case "switcher":
    case "export":
      return null;
  }
}
