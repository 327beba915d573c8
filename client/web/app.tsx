import { useState, useSyncExternalStore } from "react";

import type { Settings } from "../settings/mod.ts";
import { language } from "../texts/mod.ts";
import { webSocketConnector } from "./connection/web_socket.ts";
import { ChatPage } from "./chat_page.tsx";
import { EnterForm } from "./enter/enter_form.tsx";
import { Questions } from "./enter/questions.tsx";
import { type Entry, Page } from "./page.ts";
import type { Storage } from "./storage/storage.ts";

/** The path of the WebSocket, from that of the page. */
const SOCKET_PATH = "irc";

/** The page: the form to enter, and after that the chat. */
export function App({ settings, storage }: {
  readonly settings: Settings;
  readonly storage: Storage;
}) {
  const [page, setPage] = useState<Page>();
  const enter = (entry: Entry) => {
    storage.write("last.name", entry.name);
    storage.write("last.rooms", entry.rooms.join(" "));
    const url = new URL(SOCKET_PATH, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    setPage(
      new Page({ connect: webSocketConnector(url), address: location.host, settings, entry }),
    );
  };
  if (page === undefined) {
    const name = storage.read("last.name") ?? "";
    return <EnterForm name={name} rooms={storage.read("last.rooms") ?? "1"} enter={enter} />;
  }
  return <Entered page={page} />;
}

function Entered({ page }: { readonly page: Page }) {
  const view = useSyncExternalStore(page.subscribe, page.view);
  return (
    <>
      <ChatPage key={language()} page={page} view={view} />
      {view.question !== undefined && <Questions question={view.question} />}
    </>
  );
}
