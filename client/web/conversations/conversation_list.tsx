import { type KeyboardEvent, useCallback, useRef } from "react";

import { idText, type ListedConversation } from "../../navigation/conversation_list.ts";
import { t } from "../../texts/mod.ts";
import { IconButton } from "../controls/icon.tsx";
import { useMenu } from "../controls/menu.tsx";
import { useRovingFocus } from "../controls/use_roving_focus.ts";
import type { Page, PageView } from "../page.ts";
import { conversationMenu, moveConversation } from "./conversation_actions.ts";
import { ConversationRow } from "./conversation_row.tsx";
import { OwnStatus } from "./own_status.tsx";
import { SECTIONS } from "./sections.ts";
import { useRowOrder } from "./use_row_order.ts";

/** The conversations, with what is unread in each. */
export function ConversationList({ page, view, chosen }: {
  readonly page: Page;
  readonly view: PageView;
  /** Called when one is gone to. */
  readonly chosen?: () => void;
}) {
  const roving = useRovingFocus<HTMLDivElement>();
  const rows = useRows(page, chosen);
  const order = useRowOrder({ page, list: roving.ref, menu: rows.menu });
  const server = view.list.find(({ conversation }) => conversation.kind === "server");
  const row = (listed: ListedConversation) => {
    const id = idText(listed);
    const { conversation: { kind, joined }, title, presence, unread, mentions, isMuted } = listed;
    return (
      <ConversationRow
        key={id}
        {...{ id, title, kind, presence, unread, mentions, isMuted, rows }}
        hasLeft={kind === "room" && !joined}
        isFriend={view.network.state.friends.has(listed.key)}
        isCurrent={id === idText(view.current)}
        hasDraft={view.drafts.has(id)}
        isLifted={order.lifted === id}
        isTarget={order.over === id}
      />
    );
  };
  return (
    <nav className="conversations" aria-label={t("Conversations")}>
      <div
        className="conversation-list"
        ref={roving.ref}
        onFocus={roving.onFocus}
        onKeyDown={(event) => {
          moveByKey(event, page);
          roving.onKeyDown(event);
        }}
        {...order.handlers}
      >
        {server !== undefined && <ul className="server-row">{row(server)}</ul>}
        {SECTIONS.map(([kind, title]) => {
          const listed = view.list.filter(({ conversation }) => conversation.kind === kind);
          return (
            <section key={kind}>
              <div className="section-head">
                <h2 id={`list-${kind}`}>{t(title)}</h2>
                <IconButton
                  name="plus"
                  label={kind === "room" ? t("Enter a room") : t("Talk to a person")}
                  press={() => page.show("open")}
                />
              </div>
              {listed.length === 0
                ? (
                  <p className="empty">
                    {kind === "room"
                      ? t("You are in no room. The plus sign shows which there are.")
                      : t("Nobody yet. Choose a member of a room, or the plus sign.")}
                  </p>
                )
                : <ul aria-labelledby={`list-${kind}`}>{listed.map(row)}</ul>}
            </section>
          );
        })}
      </div>
      <OwnStatus page={page} view={view} />
    </nav>
  );
}

/** What the rows do; the same object always, so that rows that do not change are not drawn again. */
function useRows(page: Page, chosen: (() => void) | undefined) {
  const openMenu = useMenu();
  const latest = useRef(chosen);
  latest.current = chosen;
  const go = useCallback((id: string) => {
    const listed = find(page, id);
    if (listed !== undefined) page.go(listed);
    latest.current?.();
  }, [page]);
  const menu = useCallback((id: string, at: { readonly x: number; readonly y: number }) => {
    const listed = find(page, id);
    if (listed === undefined) return;
    openMenu({ label: listed.title, at, items: conversationMenu(page, listed) });
  }, [page, openMenu]);
  const rows = useRef({ go, menu });
  rows.current.go = go;
  rows.current.menu = menu;
  return rows.current;
}

function find(page: Page, id: string): ListedConversation | undefined {
  return page.view().list.find((listed) => idText(listed) === id);
}

/** Moves a row that has the focus. */
function moveByKey(event: KeyboardEvent, page: Page): void {
  const { altKey, shiftKey, key } = event;
  if (!altKey || !shiftKey || key !== "ArrowUp" && key !== "ArrowDown") return;
  const id = (event.target as HTMLElement).closest<HTMLElement>("[data-id]")?.dataset["id"];
  const listed = id === undefined ? undefined : find(page, id);
  if (listed === undefined) return;
  event.preventDefault();
  moveConversation(page, listed, key === "ArrowUp" ? -1 : 1);
}
