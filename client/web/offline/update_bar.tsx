import { useSyncExternalStore } from "react";

import { t } from "../../texts/mod.ts";
import type { Updates } from "./updates.ts";

/** Says that a new version is here. It takes no focus, so that nobody is interrupted. */
export function UpdateBar({ updates }: { readonly updates: Pick<Updates, keyof Updates> }) {
  const isNew = useSyncExternalStore(updates.subscribe, updates.isNew, () => false);
  return (
    <div className="update-bar" role="status">
      {isNew && (
        <>
          <span>{t("A new version is here")}</span>
          <button type="button" onClick={() => updates.reload()}>{t("Reload")}</button>
        </>
      )}
    </div>
  );
}
