import { useEffect, useState } from "react";

import { t } from "../texts/mod.ts";
import { Announcer } from "./attention/announcer.tsx";
import { callAttention } from "./attention/page_attention.ts";
import { connectOnReturn } from "./connection/connect_on_return.ts";
import { Composer } from "./composer/composer.tsx";
import { Drawer } from "./controls/drawer.tsx";
import { MenuHost } from "./controls/menu.tsx";
import { NARROW, PHONE, useMedia } from "./controls/use_media.ts";
import { useSetting } from "./controls/use_setting.ts";
import { useSwipes } from "./controls/use_swipes.ts";
import { ConversationList } from "./conversations/conversation_list.tsx";
import { Members } from "./conversations/members.tsx";
import { Dialogs } from "./dialogs/dialogs.tsx";
import { followLogOut } from "./enter/log_out.ts";
import { ConnectionBar } from "./header/connection_bar.tsx";
import { Header } from "./header/header.tsx";
import { RoomBar } from "./header/room_bar.tsx";
import { usePageKeys } from "./keyboard/use_page_keys.ts";
import type { Page, PageView } from "./page.ts";
import { Timeline } from "./timeline/timeline.tsx";

/** The chat: conversations, messages, members, and what is being typed. */
export function ChatPage({ page, view }: { readonly page: Page; readonly view: PageView }) {
  usePageKeys(page);
  useEffect(() => callAttention(page), [page]);
  useEffect(() => connectOnReturn(page), [page]);
  useEffect(() => followLogOut(page), [page]);
  const isRoom = view.conversation?.kind === "room";
  const panels = usePanels(page, isRoom);
  const list = <ConversationList page={page} view={view} chosen={panels.close} />;
  const members = <Members page={page} view={view} chosen={panels.close} />;
  const skip = () => document.querySelector<HTMLElement>(".composer textarea")?.focus();
  return (
    <MenuHost>
      <div className={panels.hasMembers && isRoom ? "chat with-members" : "chat"}>
        <button type="button" className="skip" onClick={skip}>
          {t("Go to the message field")}
        </button>
        {!panels.isPhone && list}
        <main className="conversation">
          <Header
            page={page}
            view={view}
            showList={panels.showList}
            toggleMembers={panels.toggleMembers}
            hasMembers={panels.hasMembers}
          />
          <ConnectionBar page={page} view={view} />
          <RoomBar page={page} view={view} />
          <section className="timeline-region" aria-label={t("Messages")}>
            <Timeline page={page} view={view} />
          </section>
          <Composer page={page} view={view} />
        </main>
        {panels.hasMembers && !panels.isNarrow && members}
        {panels.drawer === "conversations" && (
          <Drawer label={t("Conversations")} side="start" close={panels.close}>{list}</Drawer>
        )}
        {panels.drawer === "members" && isRoom && (
          <Drawer label={t("Members")} side="end" close={panels.close}>{members}</Drawer>
        )}
        <Dialogs page={page} view={view} />
        <Announcer page={page} />
      </div>
    </MenuHost>
  );
}

/** Which lists are in sight: beside the messages, or as drawers where there is no room. */
function usePanels(page: Page, isRoom: boolean) {
  const [isPhone, isNarrow] = [useMedia(PHONE), useMedia(NARROW)];
  const wantsMembers = useSetting(page.settings, "members");
  const [drawer, setDrawer] = useState<"conversations" | "members">();
  const shown = drawer === "conversations" && !isPhone || drawer === "members" && !isNarrow
    ? undefined
    : drawer;
  const close = () => setDrawer(undefined);
  useSwipes(({ direction, from }) => {
    const [opens, closes] = direction === "right"
      ? ["conversations", "members"] as const
      : ["members", "conversations"] as const;
    if (shown === closes) close();
    const isAtEdge = from !== undefined && from !== direction;
    const isDrawer = opens === "members" ? isNarrow && isRoom : isPhone;
    if (shown === undefined && isAtEdge && isDrawer) setDrawer(opens);
  });
  return {
    isPhone,
    isNarrow,
    drawer: shown,
    hasMembers: isRoom && (isNarrow ? shown === "members" : wantsMembers),
    close,
    showList: () => setDrawer("conversations"),
    toggleMembers: () => {
      if (isNarrow) setDrawer(shown === "members" ? undefined : "members");
      else page.settings.set("members", !wantsMembers);
    },
  };
}
