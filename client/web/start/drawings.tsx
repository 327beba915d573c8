import { renderToString } from "react-dom/server";

import { type Language, setLanguage } from "../../texts/mod.ts";
import { CHINESE_OF_PAGE } from "../../texts/chinese_of_page.ts";
import { App, type Flow } from "../app.tsx";
import type { EnterView } from "../enter/enter_flow.ts";
import { Memory } from "../storage/memory.ts";
import type { Storage } from "../storage/storage.ts";

const NOTHING_KEPT: Storage = { read: () => undefined, write: () => false, keys: () => [] };

/** What the first script draws, as HTML by its name. scripts/page.ts writes it into the page. */
function drawings(): Readonly<Record<string, string>> {
  const memory = new Memory({ lasting: NOTHING_KEPT, tab: NOTHING_KEPT });
  const form: EnterView = {
    offered: memory.entry([]),
    isConnecting: false,
    isReturning: false,
    notice: undefined,
    problem: undefined,
    inside: undefined,
  };
  return {
    en: draw(form, "en"),
    zh: draw(form, "zh"),
    frame: draw({ ...form, isConnecting: true, isReturning: true }, "en"),
  };
}

function draw(view: EnterView, language: Language): string {
  setLanguage(language, CHINESE_OF_PAGE);
  const flow: Flow = {
    subscribe: () => () => {},
    view: () => view,
    firstView: () => view,
    preload: () => {},
    enter: () => {},
    cancel: () => {},
  };
  const updates = {
    subscribe: () => () => {},
    isNew: () => false,
    start: () => Promise.resolve(),
    reload: () => {},
  };
  // The first script fills in the host, which is not known yet.
  const html = renderToString(
    <App flow={flow} updates={updates} host="" isExposed={false} takeTyped={() => undefined} />,
  );
  setLanguage("en");
  return html;
}

console.log(JSON.stringify(drawings()));
