import { t } from "../../texts/mod.ts";
import type { ChatMessageEvent } from "../../events.ts";
import { roomName } from "../../format/names.ts";
import { sanitize } from "../../format/sanitize.ts";

/** Messages that are read out one by one; of more, only their number and authors. */
const MAX_READ_OUT = 2;
const MAX_NAMES = 3;
const MAX_TEXT_CHARACTERS = 300;

/** What a screen reader says of new messages in the conversation that is looked at. */
export function announce(messages: readonly ChatMessageEvent[]): string {
  if (messages.length <= MAX_READ_OUT) return messages.map(readOut).join("\n");
  const names = [...new Set(messages.map(({ from }) => sanitize(from)))];
  const shown = names.slice(0, MAX_NAMES).join(t(", "));
  const count = messages.length;
  return names.length > MAX_NAMES
    ? t("{count} messages from {names} and others", { count, names: shown })
    : t("{count} messages from {names}", { count, names: shown });
}

/** What it says of a message elsewhere that is for the person. */
export function announceMention({ from, room, conversation }: ChatMessageEvent): string {
  return room
    ? t("{from} mentions you in {room}", { from: sanitize(from), room: roomName(conversation) })
    : t("Direct message from {from}", { from: sanitize(from) });
}

function readOut({ from, text }: ChatMessageEvent): string {
  const shown = sanitize(text.replace(/\s+/g, " ")).slice(0, MAX_TEXT_CHARACTERS);
  return `${sanitize(from)}: ${shown}`;
}
