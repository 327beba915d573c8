import { t } from "../../../texts/mod.ts";
import { StyledText } from "./styled_text.tsx";

/** A text with more is cut until the person wants to see all of it. */
const MAX_CHARACTERS = 2_000;
const MAX_LINES = 25;
/** What is shown of a text that is cut. */
const SHOWN_CHARACTERS = 1_000;
const SHOWN_LINES = 15;

/** The text of a message; of a long one the beginning, until all of it is wanted. */
export function LongText({ text, isWhole, showAll }: {
  readonly text: string;
  readonly isWhole: boolean;
  readonly showAll: () => void;
}) {
  const beginning = isWhole ? undefined : beginningOf(text);
  if (beginning === undefined) return <StyledText text={text} />;
  return (
    <>
      <StyledText text={`${beginning}…`} />{" "}
      <button type="button" className="link" onClick={showAll}>
        {t("Show all {count} characters", { count: text.length.toLocaleString() })}
      </button>
    </>
  );
}

/** The beginning of a text that is too long to be shown at once; undefined if it is not. */
export function beginningOf(text: string): string | undefined {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  if (text.length <= MAX_CHARACTERS && lines < MAX_LINES) return undefined;
  const beginning = text.split("\n", SHOWN_LINES).join("\n").slice(0, SHOWN_CHARACTERS);
  // Half a character would be shown as none.
  return beginning.isWellFormed() ? beginning : beginning.slice(0, -1);
}
