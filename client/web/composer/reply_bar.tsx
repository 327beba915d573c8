import { quotedText } from "../../format/quote.ts";
import { sanitize } from "../../format/sanitize.ts";
import type { MessageEntry } from "../../model/mod.ts";
import { t } from "../../texts/mod.ts";

/** The message that what is typed replies to. */
export function ReplyBar({ message, cancel }: {
  readonly message: MessageEntry;
  readonly cancel: () => void;
}) {
  return (
    <p className="reply-bar">
      <span className="quote">
        {t("Reply to {name}", { name: sanitize(message.from) })}
        <span className="faint">{quotedText(message, 200)}</span>
      </span>
      <button type="button" className="icon" aria-label={t("Do not reply")} onClick={cancel}>
        ✕
      </button>
    </p>
  );
}
