/**
 * The first script. It draws the form, or the outline of the chat, from HTML that scripts/page.ts has
 * written into the page, so that it is seen before the rest is loaded. React takes it over then.
 */

import type { Language } from "../../texts/mod.ts";
import { applyAppearance } from "../appearance/appearance.ts";
import { linkedRooms } from "../enter/linked_rooms.ts";
import { pageLanguage } from "../language.ts";
import { Memory } from "../storage/memory.ts";
import { SETTINGS_KEY } from "../storage/settings_file.ts";
import { browserStorage, tabStorage } from "../storage/storage.ts";
import { holdSubmit } from "./drawn_form.ts";
import { KeptSettings } from "./kept_settings.ts";
import { fetchEarly } from "./parts.ts";

/** Milliseconds after which the rest is loaded even if nothing is painted. */
const LATEST_MS = 300;

function drawFirst(): void {
  const settings = new KeptSettings(browserStorage.read(SETTINGS_KEY));
  const memory = new Memory({ lasting: browserStorage, tab: tabStorage });
  const language = pageLanguage(settings);
  applyAppearance(settings);
  document.documentElement.lang = language;
  if (language === "zh") fetchEarly("zh");
  if (memory.entersByItself) fetchEarly("chat");
  const drawing = memory.entersByItself ? frameOf(memory) : formOf(memory, language);
  for (const host of drawing.querySelectorAll(".host")) host.textContent = location.host;
  document.querySelector("[data-page]")?.append(drawing);
}

function frameOf(memory: Memory): DocumentFragment {
  const frame = drawingOf("frame");
  frame.querySelector(".own-name")!.textContent = memory.entry([]).name;
  return frame;
}

function formOf(memory: Memory, language: Language): DocumentFragment {
  const drawing = drawingOf(language);
  const { name, rooms, remember } = memory.entry(linkedRooms(new URL(location.href)));
  const form = drawing.querySelector("form")!;
  const input = (name: string) => form.querySelector<HTMLInputElement>(`input[name=${name}]`)!;
  input("name").value = name;
  input("name").autofocus = name === "";
  input("rooms").value = rooms.join(" ");
  input("remember").checked = remember;
  holdSubmit(form);
  return drawing;
}

function drawingOf(name: string): DocumentFragment {
  return document.querySelector<HTMLTemplateElement>(`[data-drawing=${name}]`)!.content;
}

/** Loads the rest after this is painted, or at once where nothing is, as in a tab in the background. */
function loadRest(): void {
  const link = document.querySelector<HTMLLinkElement>("link[data-main]");
  let isLoading = false;
  const load = () => {
    if (isLoading || link === null) return;
    isLoading = true;
    const script = document.createElement("script");
    script.type = "module";
    script.src = link.href;
    document.head.append(script);
  };
  if (document.hidden) return load();
  requestAnimationFrame(() => setTimeout(load));
  setTimeout(load, LATEST_MS);
}

drawFirst();
loadRest();
