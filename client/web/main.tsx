import { hydrateRoot, type Root } from "react-dom/client";

import { isLoopback } from "../../protocol/address.ts";
import { Settings } from "../settings/mod.ts";
import { setLanguage } from "../texts/mod.ts";
import { App } from "./app.tsx";
import { followAppearance } from "./appearance/appearance.ts";
import { webSocketConnector } from "./connection/web_socket.ts";
import { EnterFlow } from "./enter/enter_flow.ts";
import { linkedRooms } from "./enter/linked_rooms.ts";
import { pageLanguage } from "./language.ts";
import { Updates } from "./offline/updates.ts";
import { type EarlyTyped, readDrawnForm } from "./start/drawn_form.ts";
import { fetchEarly } from "./start/parts.ts";
import { Memory } from "./storage/memory.ts";
import { settingsFile } from "./storage/settings_file.ts";
import { browserStorage, tabStorage } from "./storage/storage.ts";

/** The path of the WebSocket, from that of the page. */
const SOCKET_PATH = "irc";

const settings = new Settings(settingsFile(browserStorage), "page");
const container = document.querySelector<HTMLElement>("[data-page]") ?? document.body;
const socket = new URL(SOCKET_PATH, location.href);
socket.protocol = socket.protocol === "https:" ? "wss:" : "ws:";
const flow = new EnterFlow({
  connect: webSocketConnector(socket),
  address: location.host,
  settings,
  memory: new Memory({ lasting: browserStorage, tab: tabStorage }),
  tab: tabStorage,
  loadChat: () => {
    fetchEarly("chat");
    return import("./entered.tsx");
  },
  linkedRooms: linkedRooms(new URL(location.href)),
});
const updates = new Updates();
let drawnForm = container.querySelector("form");
let root: Root | undefined;

/** Draws everything anew in the language that the settings say, which is loaded first. */
async function drawInLanguage(): Promise<void> {
  const language = pageLanguage(settings);
  if (language === "en") setLanguage(language);
  else setLanguage(language, (await import("../texts/chinese_of_page.ts")).CHINESE_OF_PAGE);
  document.documentElement.lang = language;
  const app = (
    <App
      key={language}
      flow={flow}
      updates={updates}
      host={location.host}
      isExposed={location.protocol === "http:" &&
        !isLoopback(location.hostname.replace(/[[\]]/g, ""))}
      takeTyped={takeTyped}
    />
  );
  // An extension of the browser may have changed the form: then it is drawn anew.
  if (root === undefined) root = hydrateRoot(container, app, { onRecoverableError: () => {} });
  else root.render(app);
}

/** What was typed into the form that the first script has drawn; later there is none. */
function takeTyped(): EarlyTyped | undefined {
  const form = drawnForm;
  drawnForm = null;
  return form === null ? undefined : readDrawnForm(form);
}

followAppearance(settings);
settings.onChange((key) => {
  if (key === "language") void drawInLanguage();
});
void drawInLanguage();
if (document.readyState === "complete") void updates.start();
else addEventListener("load", () => void updates.start());
