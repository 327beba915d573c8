import { memo } from "react";

import { sanitize } from "../../format/sanitize.ts";
import { formatTime } from "../../format/time.ts";
import { isForUs, type MessageEntry } from "../../model/mod.ts";
import { t } from "../../texts/mod.ts";
import { nicknameClass } from "../conversations/members.tsx";
import { StyledText } from "./styled_text.tsx";

/** One message: who, when, the text, and what has happened to it. */
export const Message = memo(function Message({ entry, continued, nick }: {
  readonly entry: MessageEntry;
  /** Whether it belongs to the group of the one before. */
  readonly continued: boolean;
  /** Our nickname. */
  readonly nick: string;
}) {
  const isMention = !entry.own && isForUs(entry, nick);
  const classes = [
    "message",
    entry.kind,
    continued ? "continued" : "",
    isMention ? "mention" : "",
    entry.delivery ?? "",
  ];
  return (
    <article className={classes.join(" ")}>
      <time dateTime={new Date(entry.time).toISOString()}>{formatTime(entry.time)}</time>
      {!continued && <span className={nicknameClass(entry.from)}>{sanitize(entry.from)}</span>}
      <div className="body">
        {entry.redacted === undefined
          ? <StyledText text={entry.text} />
          : <span className="faint">{t("message removed")}</span>}
      </div>
      {entry.delivery === "failed" && (
        <p className="problem">{t("not sent: {reason}", { reason: entry.failure ?? "" })}</p>
      )}
    </article>
  );
});
