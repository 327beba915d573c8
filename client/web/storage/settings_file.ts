import type { SettingsFile } from "../../settings/mod.ts";
import { t } from "../../texts/mod.ts";
import type { Storage } from "./storage.ts";

const KEY = "settings";

/** The settings of the page, kept by the browser as the text of a settings file. */
export function settingsFile(storage: Storage): SettingsFile {
  return {
    path: t("this browser"),
    read: () => storage.read(KEY),
    write(text) {
      if (!storage.write(KEY, text)) throw new Error(t("the browser keeps nothing for this page"));
    },
    themes: () => [],
  };
}
