import { type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";

import { nicknameHash } from "../../format/names.ts";
import { sanitize } from "../../format/sanitize.ts";
import type { Member } from "../../model/mod.ts";
import { t } from "../../texts/mod.ts";
import { Icon } from "../controls/icon.tsx";
import { below, useMenu } from "../controls/menu.tsx";
import { isLetter, stepTo, TypeAhead } from "../controls/type_ahead.ts";
import type { Page, PageView } from "../page.ts";
import { memberMenu } from "./conversation_actions.ts";
import { type MemberItem, memberItems, memberNear } from "./member_items.ts";

/** Colours of nicknames in the style sheet. */
const NICKNAME_COLOURS = 12;

/** The class that gives a nickname its colour. */
export function nicknameClass(nick: string): string {
  return `nick nick-${nicknameHash(nick) % NICKNAME_COLOURS}`;
}

/** The members of the room by their status. */
export function Members({ page, view, chosen }: {
  readonly page: Page;
  readonly view: PageView;
  /** Called when one is gone to. */
  readonly chosen?: () => void;
}) {
  const { conversation, network: { state: { people } } } = view;
  if (conversation?.kind !== "room") return null;
  return (
    <aside className="members" aria-label={t("Members")}>
      <h2>
        {conversation.joined
          ? t("{count} here", { count: conversation.members.size })
          : t("You are not in this room now")}
      </h2>
      <MemberList
        key={view.current.key}
        {...{ page, people, chosen }}
        members={conversation.members}
      />
    </aside>
  );
}

const MemberList = memo(function MemberList({ page, members, people, chosen }: {
  readonly page: Page;
  readonly members: ReadonlyMap<string, Member>;
  readonly people: PageView["network"]["state"]["people"];
  readonly chosen: (() => void) | undefined;
}) {
  const items = useMemo(() => memberItems(members), [members]);
  const scroll = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const openMenu = useMenu();
  const { stop, onKeyDown } = useMemberKeys({ items, scroll, list });
  const menuOf = (nick: string, at: { readonly x: number; readonly y: number }) =>
    openMenu({ label: nick, at, items: memberMenu(page, nick) });
  const open = (nick: string) => {
    page.open({ name: nick, room: false });
    chosen?.();
  };
  return (
    <div className="member-list" ref={scroll} onKeyDown={onKeyDown}>
      <Virtualizer ref={list} as="ul" item="li" data={items}>
        {(item: MemberItem, index) =>
          item.type === "heading"
            ? <h3 key={item.key}>{t(item.title)} · {item.count}</h3>
            : (
              <MemberRow
                key={item.key}
                nick={item.member.nick}
                prefix={item.member.prefixes.charAt(0)}
                isAway={people.get(item.key)?.away !== undefined}
                isStop={stop === index}
                index={index}
                open={open}
                menu={menuOf}
              />
            )}
      </Virtualizer>
    </div>
  );
});

function MemberRow({ nick, prefix, isAway, isStop, index, open, menu }: {
  readonly nick: string;
  readonly prefix: string;
  readonly isAway: boolean;
  readonly isStop: boolean;
  readonly index: number;
  readonly open: (nick: string) => void;
  readonly menu: (nick: string, at: { readonly x: number; readonly y: number }) => void;
}) {
  const name = sanitize(nick);
  return (
    <div className="row-place">
      <button
        type="button"
        className={`row member ${isAway ? "away" : ""}`}
        data-roving={name}
        data-index={index}
        tabIndex={isStop ? 0 : -1}
        onClick={() => open(nick)}
        onContextMenu={(event) => {
          event.preventDefault();
          const isMouse = event.button === 2 && event.clientX + event.clientY > 0;
          menu(nick, isMouse ? { x: event.clientX, y: event.clientY } : below(event.currentTarget));
        }}
      >
        <span className="prefix" aria-hidden="true">{prefix}</span>
        <span className={isAway ? "title" : `title ${nicknameClass(nick)}`}>{name}</span>
        {isAway && <span className="note">{t("away")}</span>}
      </button>
      <button
        type="button"
        className="icon-button row-menu"
        tabIndex={-1}
        aria-haspopup="menu"
        aria-label={t("Menu of {name}", { name })}
        onClick={({ currentTarget }) => menu(nick, below(currentTarget))}
      >
        <Icon name="more" />
      </button>
    </div>
  );
}

/** Arrow keys, Home, End and letters in a list of which only what is in sight is drawn. */
function useMemberKeys({ items, scroll, list }: {
  readonly items: readonly MemberItem[];
  readonly scroll: { readonly current: HTMLDivElement | null };
  readonly list: { readonly current: VirtualizerHandle | null };
}) {
  const first = items.findIndex(({ type }) => type === "member");
  const [at, setAt] = useState<number>();
  const typed = useRef(new TypeAhead());
  const stop = at !== undefined && items[at]?.type === "member" ? at : first;
  useEffect(() => {
    if (at === undefined) return;
    list.current?.scrollToIndex(at, { align: "nearest" });
    // The row may be drawn only after the list has scrolled.
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        scroll.current?.querySelector<HTMLElement>(`[data-index="${at}"]`)?.focus()
      )
    );
    return () => cancelAnimationFrame(frame);
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    const { dataset } = event.target as HTMLElement;
    if (dataset["index"] === undefined || event.altKey || event.ctrlKey) return;
    const from = Number(dataset["index"]);
    const names = items.map((item) => item.type === "member" ? item.member.nick : "");
    const to = stepTo(event.key, { at: from, count: items.length }) ??
      (isLetter(event)
        ? typed.current.find(event.key, { names, from, now: event.timeStamp })
        : undefined);
    if (to === undefined) return;
    event.preventDefault();
    const target = memberNear(items, { at: to, step: to < from ? -1 : 1 });
    if (target !== undefined) setAt(target);
  };
  return { stop, onKeyDown };
}
