import { type ComponentType, lazy, Suspense, useEffect } from "react";

import type { Page, PageView } from "../page.ts";
import type { DialogName } from "./dialog_name.ts";

interface DialogProps {
  readonly page: Page;
  readonly view: PageView;
}

/** Milliseconds after which the windows are loaded, so that they open at once. */
const PRELOAD_AFTER_MS = 3_000;

/** Loads the windows, which are no part of the first load. */
const loadAll = () => import("./all.ts");

type All = Awaited<ReturnType<typeof loadAll>>;

function lazily(pick: (all: All) => ComponentType<DialogProps>): ComponentType<DialogProps> {
  return lazy(async () => ({ default: pick(await loadAll()) }));
}

const DIALOGS: Readonly<Partial<Record<DialogName, ComponentType<DialogProps>>>> = {
  keys: lazily((all) => all.KeysDialog),
  sessions: lazily((all) => all.SessionsDialog),
  settings: lazily((all) => all.SettingsDialog),
  switcher: lazily((all) => all.SwitcherDialog),
  open: lazily((all) => all.OpenDialog),
  search: lazily((all) => all.SearchDialog),
  export: lazily((all) => all.ExportDialog),
};

/** The window that stands in front of the page, if one does. */
export function Dialogs({ page, view }: DialogProps) {
  useEffect(() => {
    const timer = setTimeout(() => loadAll().catch(() => {}), PRELOAD_AFTER_MS);
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
