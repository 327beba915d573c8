import type { Settings } from "../settings/mod.ts";
import { type Language, languageOf } from "../texts/mod.ts";

/** The language of the page: that of the settings, or that of the browser. */
export function pageLanguage(settings: Pick<Settings, "get">): Language {
  const wanted = settings.get("language");
  return wanted === "auto" ? languageOf(navigator.language) : wanted;
}
