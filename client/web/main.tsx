import { createRoot } from "react-dom/client";

import { Settings } from "../settings/mod.ts";
import { languageOf, setLanguage } from "../texts/mod.ts";
import { App } from "./app.tsx";
import { followAppearance } from "./appearance/appearance.ts";
import { webSocketConnector } from "./connection/web_socket.ts";
import { EnterFlow } from "./enter/enter_flow.ts";
import { linkedRooms } from "./enter/linked_rooms.ts";
import { Updates } from "./offline/updates.ts";
import { Memory } from "./storage/memory.ts";
import { settingsFile } from "./storage/settings_file.ts";
import { browserStorage, tabStorage } from "./storage/storage.ts";

/** The path of the WebSocket, from that of the page. */
const SOCKET_PATH = "irc";

const settings = new Settings(settingsFile(browserStorage), "page");
const root = createRoot(document.getElementById("page") ?? document.body);
const socket = new URL(SOCKET_PATH, location.href);
socket.protocol = socket.protocol === "https:" ? "wss:" : "ws:";
const flow = new EnterFlow({
  connect: webSocketConnector(socket),
  address: location.host,
  settings,
  memory: new Memory({ lasting: browserStorage, tab: tabStorage }),
  tab: tabStorage,
  loadChat: () => import("./entered.tsx"),
  linkedRooms: linkedRooms(new URL(location.href)),
});
const updates = new Updates();

/** Draws everything anew in the language that the settings say, which is loaded first. */
async function drawInLanguage(): Promise<void> {
  const wanted = settings.get("language");
  const language = wanted === "auto" ? languageOf(navigator.language) : wanted;
  if (language === "en") setLanguage(language);
  else setLanguage(language, (await import("../texts/chinese.ts")).CHINESE);
  document.documentElement.lang = language;
  root.render(<App key={language} flow={flow} updates={updates} host={location.host} />);
}

followAppearance(settings);
settings.onChange((key) => {
  if (key === "language") void drawInLanguage();
});
void drawInLanguage();
addEventListener("load", () => void updates.start());
