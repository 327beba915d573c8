import { assertEquals } from "@std/assert";

import type { ChatMessageEvent } from "../events.ts";
import { emptyConversation } from "../model/state.ts";
import { Settings } from "../settings/mod.ts";
import { Attention } from "./attention.ts";

function message(change: Partial<ChatMessageEvent> = {}): ChatMessageEvent {
  return {
    type: "message",
    time: 0,
    kind: "message",
    from: "carol",
    target: "#1",
    conversation: "#1",
    room: true,
    own: false,
    text: "hello",
    msgid: undefined,
    history: false,
    ...change,
  };
}

/** What is sent to the terminal for some messages, each long after the one before. */
function sent(settings: Settings, messages: readonly ChatMessageEvent[], seen = false): string {
  let text = "";
  let now = 0;
  const attention = new Attention({
    settings,
    now: () => now += 60_000,
    send: (one) => text += one,
  });
  for (const one of messages) attention.message(one, { nick: "bob", seen });
  return text;
}

Deno.test("A direct message, our name and what is highlighted ring the bell, and nothing else does", () => {
  const settings = new Settings();
  assertEquals(sent(settings, [message({ room: false, conversation: "carol" })]), "\x07");
  assertEquals(sent(settings, [message({ text: "Bob, look" })]), "\x07");
  assertEquals(sent(settings, [message({ highlight: true })]), "\x07");
  assertEquals(sent(settings, [message(), message({ text: "bobby" })]), "");
  settings.set("notify.direct", false);
  assertEquals(sent(settings, [message({ room: false, conversation: "carol" })]), "");
});

Deno.test("What the person sees, has sent or comes from the history does not call", () => {
  const text = "bob";
  assertEquals(sent(new Settings(), [message({ text })], true), "");
  assertEquals(sent(new Settings(), [message({ text, own: true })]), "");
  assertEquals(sent(new Settings(), [message({ text, history: true })]), "");
  assertEquals(sent(new Settings(), [message({ text, history: true, missed: true })]), "\x07");
});

Deno.test("A notification has no control characters of others", () => {
  const settings = new Settings();
  settings.set("notify.bell", false);
  const evil = message({ text: "bob\x07\x1b]0;x\ny", from: "a;b" });
  settings.set("notify.desktop", "osc9");
  assertEquals(sent(settings, [evil]), "\x1b]9;a;b in 1: bob␇␛]0;x y\x07");
  settings.set("notify.desktop", "osc777");
  assertEquals(sent(settings, [evil]), "\x1b]777;notify;a,b in 1;bob␇␛]0;x y\x07");
});

Deno.test("A flood calls once", () => {
  let text = "";
  const attention = new Attention({
    settings: new Settings(),
    now: () => 0,
    send: (one) => text += one,
  });
  for (let count = 0; count < 100; count++) {
    attention.message(message({ text: "bob" }), { nick: "bob", seen: false });
  }
  assertEquals(text, "\x07");
});

Deno.test("The title has the unread count, is sent when it changes, and goes with its setting", () => {
  const settings = new Settings();
  const sent: string[] = [];
  const attention = new Attention({ settings, now: () => 0, send: (text) => sent.push(text) });
  const current = { network: "n", key: "#1" };
  const room = (key: string, unread: number) => ({
    ...{ network: "n", key, title: key.slice(1), presence: undefined },
    ...{ isMuted: false, unread, mentions: 0, conversation: emptyConversation(key, "room") },
  });
  const list = (unread: number) => [room("#1", 0), room("#2", unread)];
  attention.title({ list: list(0), current });
  attention.title({ list: list(0), current });
  attention.title({ list: list(3), current });
  settings.set("notify.title", false);
  attention.title({ list: list(3), current });
  assertEquals(sent, ["\x1b]2;1 – chat\x07", "\x1b]2;(3) 1 – chat\x07", "\x1b]2;\x07"]);
  settings.set("notify.title", true);
  attention.title({ list: list(0), current });
  attention.forgetTitle();
  attention.title({ list: list(0), current });
  assertEquals(sent.slice(3), ["\x1b]2;1 – chat\x07", "\x1b]2;1 – chat\x07"]);
});
