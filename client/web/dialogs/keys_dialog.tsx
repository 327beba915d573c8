import { keyRows } from "../../editing/key_rows.ts";
import { t } from "../../texts/mod.ts";
import { PAGE_BINDINGS } from "../keyboard/bindings.ts";
import type { Page } from "../page.ts";
import { Dialog } from "./dialog.tsx";

/** The keys of the page, from the table that they are run from. */
export function KeysDialog({ page }: { readonly page: Page }) {
  return (
    <Dialog title={t("Keys")} close={() => page.show(undefined)} className="keys">
      <div className="dialog-content" tabIndex={0}>
        {PAGE_BINDINGS.map((group) => (
          <section key={group.title}>
            <h3>{t(group.title)}</h3>
            <dl>
              {keyRows(group).map(({ keys, description }) => (
                <div key={description}>
                  <dt>
                    <kbd>{keys}</kbd>
                  </dt>
                  <dd>{description}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
