import { useEffect, useState } from "react";

import type { ChatMessageEvent, ClientEvent } from "../../events.ts";
import { callsForAttention } from "../../navigation/attention.ts";
import type { Network } from "../../networks.ts";
import type { Page } from "../page.ts";
import { announce, announceMention } from "./announcements.ts";

/** Milliseconds in which messages are gathered, so that a flood is said in one sentence. */
const GATHER_MS = 2_000;
/** Messages that are gathered at most. */
const MAX_GATHERED = 1_000;

/** Lets screen readers hear of new messages here, and of mentions elsewhere. */
export function Announcer({ page }: { readonly page: Page }) {
  const [text, setText] = useState("");
  useEffect(() => {
    let here: ChatMessageEvent[] = [];
    let elsewhere: ChatMessageEvent | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      timer = undefined;
      const mention = elsewhere === undefined ? [] : [announceMention(elsewhere)];
      setText([announce(here), ...mention].filter((part) => part !== "").join("\n"));
      [here, elsewhere] = [[], undefined];
    };
    const onEvent = ({ chat, id }: Network, event: ClientEvent) => {
      if (event.type !== "message" || event.own || event.history) return;
      const { navigator, settings } = page;
      const isHere = navigator.network.id === id && chat.same(event.conversation, chat.current);
      if (isHere && here.length < MAX_GATHERED) here.push(event);
      else if (callsForAttention(event, { nick: chat.nick, seen: isHere, settings })) {
        elsewhere = event;
      } else return;
      timer ??= setTimeout(say, GATHER_MS);
    };
    const stop = page.onEvent(onEvent);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [page]);
  return <div className="visually-hidden" role="log" aria-live="polite">{text}</div>;
}
