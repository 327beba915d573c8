import { createRoot } from "react-dom/client";

import { Settings } from "../settings/mod.ts";
import { languageOf, setLanguage } from "../texts/mod.ts";
import { App } from "./app.tsx";
import { browserStorage } from "./storage/storage.ts";
import { settingsFile } from "./storage/settings_file.ts";

const settings = new Settings(settingsFile(browserStorage));

function chooseLanguage(): void {
  const wanted = settings.get("language");
  const language = wanted === "auto" ? languageOf(navigator.language) : wanted;
  setLanguage(language);
  document.documentElement.lang = language;
}

chooseLanguage();
settings.onChange((key) => {
  if (key === "language") chooseLanguage();
});
const root = document.getElementById("page");
if (root !== null) createRoot(root).render(<App settings={settings} storage={browserStorage} />);
