import { useMemo, useRef, useState } from "react";
import { Virtualizer } from "virtua";

import { indexOfMessage, isSameMessage, type MessageEntry } from "../../model/mod.ts";
import { idText } from "../../navigation/conversation_list.ts";
import { t } from "../../texts/mod.ts";
import type { Page, PageView } from "../page.ts";
import { SearchBar } from "../search/search_bar.tsx";
import { Controls, ControlsContext, type TimelineWindow } from "./message/controls.ts";
import { Icon } from "./message/icon.tsx";
import { useAttention } from "./attention.ts";
import { Item } from "./item.tsx";
import { type TimelineItem, TimelineItems } from "./items.ts";
import { Message } from "./message/message.tsx";
import { useScrolling } from "./scrolling.ts";
import { Told } from "./told.tsx";
import { countBelow } from "./unseen.ts";
import { Windows } from "./windows.tsx";

/** Pixels above and below what is in sight that are drawn, too. */
const BUFFER_PIXELS = 200;
/** The height of most messages, so that enough are drawn before they are measured. */
const USUAL_PIXELS = 26;

/** The messages of the current conversation. */
export function Timeline({ page, view }: { readonly page: Page; readonly view: PageView }) {
  return <Messages key={idText(view.current)} page={page} view={view} />;
}

function Messages({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { conversation, place, network: { state } } = view;
  const entries = conversation?.entries ?? [];
  const [made] = useState(() => new TimelineItems());
  const begins = conversation?.older === "none" && conversation.kind !== "server";
  const items = made.update({ entries, firstNew: place.firstNew, begins });
  const scrolling = useScrolling({
    ...{ place, items, change: made.change },
    loadOlder: () => page.loadOlder(),
  });
  const [open, setOpen] = useState<TimelineWindow>();
  const [told, tell] = useState("");
  const [whole, setWhole] = useState<ReadonlySet<string>>(new Set());
  const controls = useMemo(() => {
    const showAll = (key: string) => setWhole((before) => new Set(before).add(key));
    return new Controls({ page, open: setOpen, showAll, tell });
  }, [page]);
  const attention = useAttention({
    items,
    scrolling,
    openSheet: (entry) => {
      setOpen({ type: "sheet", entry });
    },
  });
  const quotedBy = ({ replyTo }: MessageEntry): MessageEntry | undefined => {
    const entry = replyTo === undefined ? undefined : entries[indexOfMessage(entries, replyTo)];
    return entry?.type === "message" ? entry : undefined;
  };
  const draw = (item: TimelineItem) =>
    item.type === "message"
      ? (
        <Message
          key={item.key}
          id={item.key}
          entry={item.entry}
          continued={item.continued}
          nick={state.nick}
          quoted={quotedBy(item.entry)}
          isReachable={item.key === attention.reachable}
          hasActions={item.key === attention.withActions}
          isMarked={place.marked !== undefined && isSameMessage(item.entry, place.marked)}
          isWhole={whole.has(item.key)}
        />
      )
      : <Item key={item.key} item={item} page={page} />;
  return (
    <ControlsContext value={controls}>
      <div className="timeline-frame">
        {conversation?.older === "loading" && (
          <p className="timeline-note" role="status">{t("Loading older messages…")}</p>
        )}
        <div
          ref={scrolling.box}
          className="timeline"
          role="log"
          aria-live="off"
          aria-label={t("Messages")}
          onScroll={scrolling.onScroll}
          {...attention.handlers}
        >
          <div className="timeline-space" />
          <Virtualizer
            ref={scrolling.list}
            data={items}
            shift={scrolling.isShifted}
            bufferSize={BUFFER_PIXELS}
            itemSize={USUAL_PIXELS}
            {...(attention.kept === undefined ? {} : { keepMounted: attention.kept })}
          >
            {draw}
          </Virtualizer>
        </div>
        <SearchBar page={page} view={view} />
        {!scrolling.isAtEnd && <ToEnd page={page} view={view} />}
        <Told key={told} text={told} />
      </div>
      <Windows open={open} close={() => setOpen(undefined)} controls={controls} />
    </ControlsContext>
  );
}

/** The button back to the newest message, with the number of those that came meanwhile. */
function ToEnd({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { conversation, place } = view;
  const entries = conversation?.entries ?? [];
  const last = useRef(entries.at(-1));
  const count = countBelow(entries, last.current);
  return (
    <button
      type="button"
      className="to-end"
      onClick={() => {
        place.anchor = undefined;
        place.marked = undefined;
        page.changed();
      }}
    >
      <Icon name="down" />
      {count === 0
        ? t("To the newest")
        : count === 1
        ? t("1 new message")
        : t("{count} new messages", { count })}
    </button>
  );
}
