import type { ChatMessageEvent, ClientEvent } from "../../events.ts";
import { roomName } from "../../format/names.ts";
import { sanitize } from "../../format/sanitize.ts";
import { callsForAttention } from "../../navigation/attention.ts";
import { idText } from "../../navigation/conversation_list.ts";
import type { Network } from "../../networks.ts";
import { t } from "../../texts/mod.ts";
import type { Page } from "../page.ts";
import { CountBadge } from "./favicon.ts";
import { canNotify, onNotificationPressed, showNotification } from "./notifications.ts";
import { playTone } from "./tone.ts";

/** Milliseconds between two calls for attention: a flood calls once a while. */
const MIN_GAP_MS = 2_000;
const MAX_TEXT_CHARACTERS = 200;

/**
 * Calls for the person's attention as the settings say: by a notification, a tone, the title and
 * the icon. Returns how to end that.
 */
export function callAttention(page: Page): () => void {
  const badge = new CountBadge();
  let lastAt = -Infinity;
  const onEvent = (network: Network, event: ClientEvent) => {
    if (event.type !== "message" || !calls(page, network, event)) return;
    if (performance.now() - lastAt < MIN_GAP_MS) return;
    lastAt = performance.now();
    if (page.settings.get("notify.sound")) void playTone();
    if (page.settings.get("notify.browser") && canNotify()) notify(page, event);
  };
  const update = () => {
    document.title = titleOf(page);
    const isShown = page.settings.get("notify.title");
    const { list } = page.view();
    badge.show(isShown ? list.reduce((sum, { mentions }) => sum + mentions, 0) : 0);
  };
  const look = () => {
    page.navigator.look(document.visibilityState === "visible" && document.hasFocus());
    page.changed();
  };
  look();
  update();
  const ends = [
    page.onEvent(onEvent),
    page.subscribe(update),
    onNotificationPressed((conversation) => page.open(conversation)),
  ];
  const events = [[document, "visibilitychange"], [globalThis, "focus"], [globalThis, "blur"]];
  for (const [target, type] of events as [EventTarget, string][]) {
    target.addEventListener(type, look);
    ends.push(() => target.removeEventListener(type, look));
  }
  return () => ends.forEach((end) => end());
}

function calls(page: Page, network: Network, event: ChatMessageEvent): boolean {
  const { settings, navigator } = page;
  const seen = navigator.sees(network, event.conversation);
  return callsForAttention(event, { nick: network.chat.nick, seen, settings });
}

function titleOf(page: Page): string {
  const { list, current } = page.view();
  const place = list.find((one) => idText(one) === idText(current))?.title ?? "";
  const unread = list.reduce((sum, listed) => sum + listed.unread, 0);
  const count = unread === 0 || !page.settings.get("notify.title") ? "" : `(${unread}) `;
  return `${count}${place === "" ? "chat" : `${place} – chat`}`;
}

function notify(page: Page, event: ChatMessageEvent): void {
  const { conversation, room, from } = event;
  const title = room ? t("{from} in {room}", { from, room: roomName(conversation) }) : from;
  const body = sanitize(event.text.replace(/\s+/g, " ")).slice(0, MAX_TEXT_CHARACTERS);
  const target = { name: conversation, room };
  showNotification({
    title: sanitize(title),
    body,
    conversation: target,
    open: () => page.open(target),
  });
}
