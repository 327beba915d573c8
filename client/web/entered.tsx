import { useLayoutEffect, useSyncExternalStore } from "react";

import { ChatPage } from "./chat_page.tsx";
import { Questions } from "./enter/questions.tsx";
import type { Page } from "./page.ts";

export { Page } from "./page.ts";
export { Keeping } from "./storage/keeping.ts";
export { continuationOf, KeptLines } from "./storage/kept_lines.ts";
export { Tabs } from "./storage/tabs.ts";

/** What a person sees who was let in. */
export function Entered({ page }: { readonly page: Page }) {
  const view = useSyncExternalStore(page.subscribe, page.view);
  useLayoutEffect(() => void performance.mark("chat usable"), []);
  return (
    <>
      <ChatPage page={page} view={view} />
      {view.question !== undefined && (
        <Questions question={view.question} nick={view.network.state.nick} />
      )}
    </>
  );
}
