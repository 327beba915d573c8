import { type ComponentType, lazy, Suspense } from "react";

import type { Page, PageView } from "../page.ts";
import type { DialogName } from "./dialog_name.ts";

interface DialogProps {
  readonly page: Page;
  readonly view: PageView;
}

/** The windows, each of which is loaded when it is opened first. */
const DIALOGS: Readonly<Partial<Record<DialogName, ComponentType<DialogProps>>>> = {
  keys: lazy(async () => ({ default: (await import("./keys_dialog.tsx")).KeysDialog })),
  settings: lazy(async () => ({ default: (await import("./settings_dialog.tsx")).SettingsDialog })),
  switcher: lazy(async () => ({ default: (await import("./switcher_dialog.tsx")).SwitcherDialog })),
  open: lazy(async () => ({ default: (await import("./open_dialog.tsx")).OpenDialog })),
};

/** The window that stands in front of the page, if one does. */
export function Dialogs({ page, view }: DialogProps) {
  const Shown = view.dialog === undefined ? undefined : DIALOGS[view.dialog];
  if (Shown === undefined) return null;
  return (
    <Suspense fallback={null}>
      <Shown page={page} view={view} />
    </Suspense>
  );
}
