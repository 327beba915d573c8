import type { SettingsFile } from "../../settings/mod.ts";
import { t } from "../../texts/mod.ts";
import type { Storage } from "./storage.ts";

/** The key of the text of the settings. */
export const SETTINGS_KEY = "settings";

/** The settings of the page, kept by the browser as the text of a settings file. */
export function settingsFile(storage: Storage): SettingsFile {
  return {
    path: t("this browser"),
    read: () => storage.read(SETTINGS_KEY),
    write(text) {
      if (!storage.write(SETTINGS_KEY, text)) {
        throw new Error(t("the browser keeps nothing for this page"));
      }
    },
    themes: () => [],
  };
}
