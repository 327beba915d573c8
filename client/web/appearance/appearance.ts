import type { Settings } from "../../settings/mod.ts";
import { THEME_NAMES } from "../../settings/table.ts";

/** What the page asks the browser about. */
export interface Surroundings {
  readonly matches: (query: string) => boolean;
}

/** The theme that the person has chosen, or that the system asks for. */
export function themeOf(
  settings: Pick<Settings, "get" | "isSet">,
  { matches }: Surroundings,
): string {
  const wanted: string = settings.get("theme");
  const names: readonly string[] = THEME_NAMES;
  if (settings.isSet("theme") && names.includes(wanted)) return wanted;
  if (matches("(prefers-contrast: more)")) return "high-contrast";
  return matches("(prefers-color-scheme: light)") ? "light" : "dark";
}

const QUERIES = ["(prefers-contrast: more)", "(prefers-color-scheme: light)"];
/** Pixels that something must take from the window to be a keyboard. */
const MIN_KEYBOARD_PIXELS = 100;

/** Makes the page look as the settings and the system want it now. */
export function applyAppearance(settings: Pick<Settings, "get" | "isSet">): void {
  const root = document.documentElement;
  root.dataset["theme"] = themeOf(settings, { matches: (query) => matchMedia(query).matches });
  root.dataset["textSize"] = String(settings.get("text-size"));
  root.dataset["density"] = settings.get("density");
  const ground = getComputedStyle(root).getPropertyValue("--ground-side").trim();
  document.querySelector("meta[name=theme-color]")?.setAttribute("content", ground);
}

/** Makes the page look as the settings and the system want it, now and after each change. */
export function followAppearance(settings: Settings): void {
  const update = () => applyAppearance(settings);
  update();
  settings.onChange(update);
  for (const query of QUERIES) matchMedia(query).addEventListener("change", update);
  followKeyboard(document.documentElement);
}

// A browser that lays its keyboard over the page, as Safari does, would hide the composer.
function followKeyboard(root: HTMLElement): void {
  const { visualViewport } = globalThis;
  if (visualViewport === null) return;
  const update = () => {
    const isCovered = innerHeight - visualViewport.height > MIN_KEYBOARD_PIXELS &&
      visualViewport.scale === 1;
    if (isCovered) root.style.setProperty("--visible-height", `${visualViewport.height}px`);
    else root.style.removeProperty("--visible-height");
    if (isCovered) scrollTo(0, 0);
  };
  visualViewport.addEventListener("resize", update);
}
