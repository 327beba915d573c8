import { t } from "../../texts/mod.ts";
import type { Page } from "../page.ts";
import { Dialog } from "./dialog.tsx";
import { SettingField } from "./setting_field.tsx";
import { SETTING_SECTIONS } from "./setting_labels.ts";

/** The settings of this browser; a change holds at once. */
export function SettingsDialog({ page }: { readonly page: Page }) {
  return (
    <Dialog title={t("Settings")} close={() => page.show(undefined)} className="settings">
      <div className="dialog-content">
        {SETTING_SECTIONS.map(({ title, settings }) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            {settings.map((setting) => (
              <SettingField key={setting.key} settings={page.settings} setting={setting} />
            ))}
          </section>
        ))}
        <p className="faint">{t("Your settings are kept in this browser")}</p>
      </div>
    </Dialog>
  );
}
