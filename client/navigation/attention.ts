import type { ChatMessageEvent } from "../events.ts";
import { isForUs } from "../model/mod.ts";
import type { Settings } from "../settings/mod.ts";
import { isMuted } from "./muting.ts";

/** Where a message came. */
export interface MessageContext {
  /** Our nickname. */
  readonly nick: string;
  /** Whether the person looks at the conversation. */
  readonly seen: boolean;
}

/** Whether a message calls for the person's attention now, by the settings. */
export function callsForAttention(
  event: ChatMessageEvent,
  { nick, seen, settings }: MessageContext & { readonly settings: Settings },
): boolean {
  const isOld = event.history && event.missed !== true;
  if (event.own || isOld || seen || isMuted(settings, event.conversation)) return false;
  return !event.room && settings.get("notify.direct") || isForUs(event, nick);
}
