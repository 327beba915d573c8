import type { MessageEntry } from "../model/mod.ts";
import { sanitize } from "./sanitize.ts";

/** Characters of a quoted line. */
const MAX_QUOTE_CHARACTERS = 60;

/** The beginning of a message as a reply to it quotes it, in one line; `…` for a removed message. */
export function quotedText(
  { text, redacted }: Pick<MessageEntry, "text" | "redacted">,
  max: number = MAX_QUOTE_CHARACTERS,
): string {
  if (redacted !== undefined) return "…";
  const [first = ""] = text.split("\n", 1);
  const characters = [...sanitize(first)];
  return characters.length > max ? `${characters.slice(0, max).join("")}…` : characters.join("");
}
