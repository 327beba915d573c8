import { useLayoutEffect, useMemo, useRef } from "react";
import { VList, type VListHandle } from "virtua";

import { casefold } from "../../../protocol/names.ts";
import { eventText, foldedText } from "../../format/event_text.ts";
import { PLAIN_PALETTE } from "../../format/palette.ts";
import { toText, type View } from "../../format/text.ts";
import { formatDay, formatTime } from "../../format/time.ts";
import type { ClientState } from "../../model/mod.ts";
import { idText } from "../../navigation/conversation_list.ts";
import { t } from "../../texts/mod.ts";
import type { Page, PageView } from "../page.ts";
import { itemsOf, type TimelineItem } from "./items.ts";
import { Message } from "./message.tsx";
import { StyledText } from "./styled_text.tsx";

/** Pixels from the end that count as the end. */
const END_PIXELS = 8;
/** Pixels from the beginning from which older messages are loaded. */
const LOAD_PIXELS = 600;

/** The messages of the current conversation. */
export function Timeline({ page, view }: { readonly page: Page; readonly view: PageView }) {
  return <Messages key={idText(view.current)} page={page} view={view} />;
}

function Messages({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { conversation, place, network: { state } } = view;
  const entries = conversation?.entries;
  const { firstNew } = place;
  const items = useMemo(() => itemsOf(entries ?? [], firstNew), [entries, firstNew]);
  const list = useRef<VListHandle>(null);
  const isAtEnd = useRef(true);
  const previous = useRef<readonly TimelineItem[]>([]);
  // What was added or removed above must not move what is in sight.
  const isShifted = previous.current.length > 0 && previous.current[1]?.key !== items[1]?.key;
  useLayoutEffect(() => {
    previous.current = items;
    if (isAtEnd.current) list.current?.scrollToIndex(items.length - 1, { align: "end" });
  }, [items]);
  const onScroll = (offset: number) => {
    const handle = list.current;
    if (handle === null) return;
    isAtEnd.current = offset + handle.viewportSize >= handle.scrollSize - END_PIXELS;
    if (offset < LOAD_PIXELS) page.loadOlder();
  };
  return (
    <VList ref={list} className="timeline" data={items} shift={isShifted} onScroll={onScroll}>
      {(item: TimelineItem) => <Item key={item.key} item={item} state={state} />}
    </VList>
  );
}

function Item({ item, state }: { readonly item: TimelineItem; readonly state: ClientState }) {
  switch (item.type) {
    case "day":
      return <h2 className="ruler">{formatDay(item.time)}</h2>;
    case "new":
      return <p className="ruler new">{t("new since you looked")}</p>;
    case "gap":
      return <p className="ruler">{t("messages in between are not loaded")}</p>;
    case "message":
      return <Message entry={item.entry} continued={item.continued} nick={state.nick} />;
    case "note": {
      const { out, err } = toText(item.entry.event, textView(state)) ?? {};
      return <Event time={item.entry.time} text={out ?? err ?? ""} />;
    }
    case "events": {
      const [first] = item.entries;
      const last = item.entries.at(-1);
      if (first === undefined || last === undefined) return null;
      const text = item.entries.length > 1 ? foldedText(item.entries) : eventText(first);
      return <Event time={last.time} text={text} />;
    }
  }
}

function Event({ time, text }: { readonly time: number; readonly text: string }) {
  if (text === "") return null;
  return (
    <p className="event">
      <time dateTime={new Date(time).toISOString()}>{formatTime(time)}</time>
      <span className="body">
        <StyledText text={text} />
      </span>
    </p>
  );
}

function textView({ nick, caseMapping }: ClientState): View {
  const fold = (name: string) => casefold(name, caseMapping);
  return {
    ...{ palette: PLAIN_PALETTE, nick, current: "*", verbose: true, now: Date.now(), bare: true },
    same: (a, b) => fold(a) === fold(b),
  };
}
