import { type ComponentType, lazy, Suspense, useEffect } from "react";

import type { Page, PageView } from "../page.ts";
import type { DialogName } from "./dialog_name.ts";

interface DialogProps {
  readonly page: Page;
  readonly view: PageView;
}

/** Milliseconds after which the windows are loaded, so that they open at once. */
const PRELOAD_AFTER_MS = 3_000;

type Load = () => Promise<{ default: ComponentType<DialogProps> }>;

/** How the windows are loaded, which are no part of the first load. */
const LOADS: Readonly<Partial<Record<DialogName, Load>>> = {
  keys: async () => ({ default: (await import("./keys_dialog.tsx")).KeysDialog }),
  sessions: async () => ({
    default: (await import("../enter/sessions_dialog.tsx")).SessionsDialog,
  }),
  settings: async () => ({ default: (await import("./settings_dialog.tsx")).SettingsDialog }),
  switcher: async () => ({ default: (await import("./switcher_dialog.tsx")).SwitcherDialog }),
  open: async () => ({ default: (await import("./open_dialog.tsx")).OpenDialog }),
  search: async () => ({ default: (await import("../search/search_dialog.tsx")).SearchDialog }),
  export: async () => ({ default: (await import("./export_dialog.tsx")).ExportDialog }),
};

const DIALOGS = Object.fromEntries(
  Object.entries(LOADS).map(([name, load]) => [name, lazy(load)]),
) as Readonly<Partial<Record<DialogName, ComponentType<DialogProps>>>>;

/** The window that stands in front of the page, if one does. */
export function Dialogs({ page, view }: DialogProps) {
  useEffect(() => {
    const preload = () => {
      for (const load of Object.values(LOADS)) load().catch(() => {});
    };
    const timer = setTimeout(preload, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const Shown = view.dialog === undefined ? undefined : DIALOGS[view.dialog];
  if (Shown === undefined) return null;
  return (
    <Suspense fallback={null}>
      <Shown page={page} view={view} />
    </Suspense>
  );
}
