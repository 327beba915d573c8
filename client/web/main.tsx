import { createRoot } from "react-dom/client";

import { Settings } from "../settings/mod.ts";
import { languageOf, setLanguage } from "../texts/mod.ts";
import { App } from "./app.tsx";
import { followAppearance } from "./appearance/appearance.ts";
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

const element = document.getElementById("page");
const root = element === null ? undefined : createRoot(element);

/** Draws everything, in the language of the person. */
async function draw(): Promise<void> {
  await chooseLanguage();
  root?.render(<App settings={settings} storage={browserStorage} />);
}

followAppearance(settings);
settings.onChange((key) => {
  if (key === "language") void draw();
});
await draw();
