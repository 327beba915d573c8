import { memo, useEffect } from "react";

import { casefold } from "../../../protocol/names.ts";
import { eventText, foldedText } from "../../format/event_text.ts";
import { PLAIN_PALETTE } from "../../format/palette.ts";
import { toText, type View } from "../../format/text.ts";
import { formatDay, formatTime } from "../../format/time.ts";
import type { ClientState } from "../../model/mod.ts";
import { t } from "../../texts/mod.ts";
import type { Page } from "../page.ts";
import type { TimelineItem } from "./items.ts";
import { loadGap } from "./gaps.ts";
import { StyledText } from "./message/styled_text.tsx";

/** What stands between messages: days, marks, and events. */
export const Item = memo(function Item({ item, page }: {
  readonly item: Exclude<TimelineItem, { type: "message" }>;
  readonly page: Page;
}) {
  switch (item.type) {
    case "beginning":
      return <Beginning page={page} />;
    case "day":
      return (
        <h2 className="ruler">
          <span>{formatDay(item.time)}</span>
        </h2>
      );
    case "new":
      return (
        <p className="ruler new">
          <span>{t("new since you looked")}</span>
        </p>
      );
    case "gap":
      return <Gap page={page} item={item} />;
    case "note": {
      const { out, err } = toText(item.entry.event, textView(page.navigator.chat.state)) ?? {};
      const { type } = item.entry.event;
      const isProblem = type === "problem" || type === "refused";
      return <Event time={item.entry.time} text={out ?? err ?? ""} isProblem={isProblem} />;
    }
    case "events": {
      const [first] = item.entries;
      const last = item.entries.at(-1);
      if (first === undefined || last === undefined) return null;
      const text = item.entries.length > 1 ? foldedText(item.entries) : eventText(first);
      return <Event time={last.time} text={text} />;
    }
  }
});

function Beginning({ page }: { readonly page: Page }) {
  const isRoom = page.navigator.conversation?.kind === "room";
  return (
    <p className="beginning">
      {isRoom ? t("the room begins here") : t("your conversation begins here")}
    </p>
  );
}

/** Messages that are not loaded; they are as soon as one comes near them. */
function Gap({ page, item }: {
  readonly page: Page;
  readonly item: Extract<TimelineItem, { type: "gap" }>;
}) {
  useEffect(() => loadGap(page.navigator, item.entry), [item]);
  return (
    <p className="ruler gap">
      <button type="button" className="link" onClick={() => loadGap(page.navigator, item.entry)}>
        {t("messages in between are not loaded")}
      </button>
    </p>
  );
}

function Event({ time, text, isProblem = false }: {
  readonly time: number;
  readonly text: string;
  readonly isProblem?: boolean;
}) {
  if (text === "") return null;
  return (
    <div className={isProblem ? "event problem" : "event"}>
      <time dateTime={new Date(time).toISOString()}>{formatTime(time)}</time>
      <p className="body" dir="auto">
        <StyledText text={text} />
      </p>
    </div>
  );
}

function textView({ nick, caseMapping }: ClientState): View {
  const fold = (name: string) => casefold(name, caseMapping);
  return {
    ...{ palette: PLAIN_PALETTE, nick, current: "*", verbose: true, now: Date.now(), bare: true },
    same: (a, b) => fold(a) === fold(b),
  };
}
