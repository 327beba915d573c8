import { createRoot } from "react-dom/client";

import { Settings } from "../settings/mod.ts";
import { languageOf, setLanguage } from "../texts/mod.ts";
import { App } from "./app.tsx";
import { browserStorage } from "./storage/storage.ts";
import { settingsFile } from "./storage/settings_file.ts";

const settings = new Settings(settingsFile(browserStorage), "page");

async function chooseLanguage(): Promise<void> {
  const wanted = settings.get("language");
  const language = wanted === "auto" ? languageOf(navigator.language) : wanted;
  if (language === "en") setLanguage(language);
  else setLanguage(language, (await import("../texts/chinese.ts")).CHINESE);
  document.documentElement.lang = language;
}

settings.onChange((key) => {
  if (key === "language") void chooseLanguage();
});
await chooseLanguage();
const root = document.getElementById("page");
if (root !== null) createRoot(root).render(<App settings={settings} storage={browserStorage} />);
