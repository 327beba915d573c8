import {
  type ConversationId,
  idText,
  type ListedConversation,
} from "../navigation/conversation_list.ts";
import type { ChatMessageEvent } from "../events.ts";
import { roomName } from "../format/names.ts";
import { codes, type SafeText, sanitize } from "../format/sanitize.ts";
import { callsForAttention, type MessageContext } from "../navigation/attention.ts";
import type { Settings } from "../settings/mod.ts";
import { t } from "../texts/mod.ts";

/** Milliseconds between two calls for attention: a flood rings once a while. */
const MIN_GAP_MS = 2_000;
const MAX_NOTE_CHARACTERS = 200;

/** Options for {@linkcode Attention}. */
export interface AttentionOptions {
  readonly settings: Settings;
  readonly now: () => number;
  /** Writes to the terminal what moves nothing on it. */
  readonly send: (text: SafeText) => void;
}

/** Where the person is, and what else there is, for {@linkcode Attention.title}. */
export interface Whereabouts {
  readonly list: readonly ListedConversation[];
  readonly current: ConversationId;
}

/** Calls for the person's attention: by the bell, a notification, and the window's title. */
export class Attention {
  readonly #options: AttentionOptions;
  #lastAt = -Infinity;
  #title: string | undefined;

  constructor(options: AttentionOptions) {
    this.#options = options;
  }

  /** Takes a message: the person is called if it is for them and they do not look at it. */
  message(event: ChatMessageEvent, context: MessageContext): void {
    const { settings, now, send } = this.#options;
    if (!callsForAttention(event, { ...context, settings })) return;
    if (now() - this.#lastAt < MIN_GAP_MS) return;
    this.#lastAt = now();
    const bell = settings.get("notify.bell") ? codes`\x07` : codes``;
    const text = codes`${bell}${notification(event, settings.get("notify.desktop"))}`;
    if (text !== "") send(text);
  }

  /** The terminal was given back meanwhile, and its title with it. */
  forgetTitle(): void {
    this.#title = undefined;
  }

  /** Shows in the window's title where the person is, and how much is unread. */
  title({ list, current }: Whereabouts): void {
    const place = list.find((one) => idText(one) === idText(current))?.title ?? "";
    const unread = list.reduce((sum, listed) => sum + listed.unread, 0);
    const isOn = this.#options.settings.get("notify.title");
    const count = unread === 0 ? "" : `(${unread}) `;
    const where = place === "" ? "chat" : `${place} – chat`;
    const title = isOn ? oneLine(`${count}${where}`) : codes``;
    // A title that was never set is left to the terminal.
    if (title === (this.#title ?? "")) return;
    this.#title = title;
    this.#options.send(codes`\x1b]2;${title}\x07`);
  }
}

function notification(event: ChatMessageEvent, kind: "off" | "osc9" | "osc777"): SafeText {
  const { from } = event;
  const title = event.room
    ? t("{from} in {room}", { from, room: roomName(event.conversation) })
    : from;
  const text = oneLine(event.text);
  if (kind === "osc9") return codes`\x1b]9;${oneLine(title)}: ${text}\x07`;
  if (kind === "off") return codes``;
  // A semicolon would end the title.
  return codes`\x1b]777;notify;${oneLine(title.replaceAll(";", ","))};${text}\x07`;
}

/** A text of others in one line that the terminal cannot take for a command. */
function oneLine(text: string): SafeText {
  return sanitize(text.replace(/\s+/g, " ").slice(0, MAX_NOTE_CHARACTERS));
}
