import { quotedText } from "../../../format/quote.ts";
import { sanitize } from "../../../format/sanitize.ts";
import type { MessageEntry } from "../../../model/mod.ts";
import { t } from "../../../texts/mod.ts";
import { nicknameClass } from "../../conversations/members.tsx";
import { useControls } from "./controls.ts";

/** Letters of a quoted message; the style sheet cuts it further. */
const QUOTE_LETTERS = 200;

/** The message that a message replies to, in one line; a click goes there. */
export function Quote({ entry, quoted }: {
  readonly entry: MessageEntry;
  readonly quoted: MessageEntry | undefined;
}) {
  const controls = useControls();
  return (
    <button
      type="button"
      className="quote"
      title={t("Go to that message")}
      onClick={() => controls.goToQuoted(entry)}
    >
      {quoted === undefined ? t("a message that is not loaded") : (
        <>
          <bdi className={nicknameClass(quoted.from)}>{sanitize(quoted.from)}</bdi>{" "}
          <bdi>{quotedText(quoted, QUOTE_LETTERS)}</bdi>
        </>
      )}
    </button>
  );
}
