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

/** Lines with columns, which spaces align. */
const COLUMNS = /\n.*\S {2,}\S/;

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
          <span>{t("New since you looked")}</span>
        </p>
      );
    case "gap":
      return <Gap page={page} item={item} />;
    case "note": {
      const { out, err } = toText(item.entry.event, textView(page.navigator.chat.state)) ?? {};
      const { type } = item.entry.event;
      const kind = type === "problem" || type === "refused" ? "problem" : undefined;
      const text = out ?? err ?? "";
      const isTable = COLUMNS.test(text);
      return <Event time={item.entry.time} text={text} kind={isTable ? "table" : kind} />;
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
      {isRoom ? t("The room begins here") : t("Your conversation begins here")}
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
        {t("Messages in between are not loaded")}
      </button>
    </p>
  );
}

function Event({ time, text, kind }: {
  readonly time: number;
  readonly text: string;
  readonly kind?: "problem" | "table" | undefined;
}) {
  if (text === "") return null;
  return (
    <div className={kind === undefined ? "event" : `event ${kind}`}>
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
