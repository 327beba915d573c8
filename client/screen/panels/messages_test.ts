import { assertEquals } from "@std/assert";

import type { ChatMessageEvent, ClientEvent } from "../../events.ts";
import type { ConversationEntry } from "../../model/mod.ts";
import { CHINESE } from "../../texts/chinese.ts";
import { setLanguage } from "../../texts/mod.ts";
import { arrange } from "../frame.ts";
import { assertScreen, assertWhole, drawText } from "../testing/screens.ts";
import { joining, saying, TEN, viewOf } from "../testing/views.ts";
import type { ScreenView } from "../view.ts";
import { timelineView } from "./messages.ts";
import { scrolled } from "./scroll.ts";

const DAY = 24 * 60;

/** A day and a half with everything that a conversation can have. */
const EVENTS: readonly ClientEvent[] = [
  ...["alice", "carol", "dave", "erin"].flatMap((name) => joining(name, "#1")),
  saying("alice", "Good morning", { minute: 1, msgid: "morning" }),
  saying("alice", "Shall we meet at ten?", { minute: 2, msgid: "meet" }),
  saying("alice", "今天下午三点在老地方见面，请带上昨天说的那本书和两张照片", { minute: 2 }),
  reacting("carol", "morning", "👍"),
  reacting("dave", "morning", "👍"),
  reacting("bob", "morning", "🎉"),
  saying("carol", "Oops", { minute: 3, msgid: "oops" }),
  removing("oops"),
  saying("bob", "One\n\nthree 👩‍🚀", { minute: DAY, to: "#1" }),
  ...["carol", "dave", "erin"].flatMap((name) => leaving(name, DAY + 1)),
  saying("alice", "Ten is fine, bob", { minute: DAY + 2, replyTo: "meet", msgid: "fine" }),
  waiting("See you"),
  {
    type: "refused",
    time: TEN + (DAY + 3) * 60_000,
    code: "404",
    about: "#1",
    reason: "The room is moderated",
    id: 7,
    text: "See you",
  },
];

function reacting(from: string, msgid: string, emoji: string): ClientEvent {
  return {
    type: "reaction",
    time: TEN + 2 * 60_000,
    conversation: "#1",
    room: true,
    from,
    own: from === "bob",
    msgid,
    emoji,
    on: true,
    history: false,
  };
}

function removing(msgid: string): ClientEvent {
  const time = TEN + 3 * 60_000;
  return {
    type: "redact",
    time,
    conversation: "#1",
    room: true,
    by: "carol",
    msgid,
    reason: "typo",
  };
}

function waiting(text: string): ClientEvent {
  return {
    type: "queued",
    time: TEN + (DAY + 3) * 60_000,
    id: 7,
    kind: "message",
    target: "#1",
    conversation: "#1",
    room: true,
    text,
  };
}

function leaving(nick: string, minute: number): ClientEvent[] {
  const time = TEN + minute * 60_000;
  return [{ type: "part", time, nick, channel: "#1", own: false, reason: undefined }];
}

/** The conversation as somebody sees it who looked away after their own message. */
function conversation(size: { columns: number; rows: number }): ScreenView {
  const view = viewOf(EVENTS, size);
  return { ...view, firstNew: entryOf(view, "fine") };
}

function entriesOf({ networks }: ScreenView): readonly ConversationEntry[] {
  return networks[0]?.state.conversations.get("#1")?.entries ?? [];
}

function entryOf(view: ScreenView, msgid: string): ConversationEntry | undefined {
  return entriesOf(view).find((entry) => entry.type === "message" && entry.msgid === msgid);
}

/** Scrolls by rows, as the wheel does. */
function scroll(view: ScreenView, rows: number): ScreenView {
  const { layout } = arrange(view);
  const timeline = timelineView(view, layout);
  const height = layout.messages - 1;
  const { anchor } = view;
  return { ...view, anchor: scrolled(entriesOf(view), { anchor, rows, height, timeline }) };
}

Deno.test("A conversation at 80x24", () => {
  const view = conversation({ columns: 80, rows: 24 });
  assertWhole(view);
  assertScreen(
    drawText(view),
    `
 1   2 here
▾ Example         │                                              │ 2 here
 # 1              │────────── Friday, January 2, 2026 ───────────│ alice
                  │10:00        · │ bob, alice and 3 others came │ bob
                  │10:01    alice │ Good morning                 │
                  │               │ 👍 carol, dave   🎉 bob      │
                  │10:02          │ Shall we meet at ten?        │
                  │               │ 今天下午三点在老地方见面，   │
                  │               │ 请带上昨天说的那本书和两张   │
                  │               │ 照片                         │
                  │10:03    carol │ Message removed (typo)       │
                  │───────── Saturday, January 3, 2026 ──────────│
                  │10:00      bob │ One                          │
                  │               │                              │
                  │               │ three 👩‍🚀                     │
                  │10:01        · │ carol, dave and erin left    │
                  │──────────── New since you looked ────────────│
                  │               ▌ ↳ alice: Shall we meet at te…│
                  │10:02    alice ▌ Ten is fine, bob             │
                  │10:03      bob │ See you                      │
                  │               │ not sent: The room is        │
                  │               │ moderated                    │
 bob · Example: connected, 12 ms       F1 keys  Ctrl+K go to  Alt+A next unread
1>
`,
  );
});

Deno.test("A conversation at 40x12, also scrolled up: who speaks stands in the first row", () => {
  const view = conversation({ columns: 40, rows: 12 });
  assertWhole(view);
  assertScreen(
    drawText(view),
    `
 1   2 here
 1  Example
     bob │ three 👩‍🚀
       · │ carol, dave and erin left
───────── New since you looked ─────────
         ▌ ↳ alice: Shall we meet at te…
   alice ▌ Ten is fine, bob
     bob │ See you
         │ not sent: The room is
         │ moderated
 bob · Example: connected, 12 ms
1>
`,
  );
  assertScreen(
    drawText(scroll(view, -6)),
    `
 1   2 here
 1  Example
   alice │ 请带上昨天说的那本书和两张
         │ 照片
   carol │ Message removed (typo)
────── Saturday, January 3, 2026 ───────
     bob │ One
         │
         │ three 👩‍🚀
  ↓ 2 messages below; End goes there
 bob · Example: connected, 12 ms
1>
`,
  );
  assertScreen(
    drawText(scroll(view, -9)),
    `
 1   2 here
 1  Example
   alice │ 👍 carol, dave   🎉 bob
         │ Shall we meet at ten?
         │ 今天下午三点在老地方见面，
         │ 请带上昨天说的那本书和两张
         │ 照片
   carol │ Message removed (typo)
────── Saturday, January 3, 2026 ───────
  ↓ 3 messages below; End goes there
 bob · Example: connected, 12 ms
1>
`,
  );
  assertScreen(
    drawText(scroll(view, -100)),
    `
 1   2 here
 1  Example

─────── Friday, January 2, 2026 ────────
       · │ bob, alice and 3 others came
   alice │ Good morning
         │ 👍 carol, dave   🎉 bob
         │ Shall we meet at ten?
         │ 今天下午三点在老地方见面，
  ↓ 5 messages below; End goes there
 bob · Example: connected, 12 ms
1>
`,
  );
});

Deno.test("Actions, notices, messages that wait, and one that was found, at 60x14", () => {
  const events: ClientEvent[] = [
    saying("alice", "is going to the harbour, where the boats are", { kind: "action" }),
    saying("alice", "The server restarts at noon", { kind: "notice", minute: 1 }),
    saying("alice", "Did you see https://example.org/a/path ?", { minute: 2, msgid: "found" }),
    saying("erin", "Removed by an operator", { minute: 3, msgid: "bad" }),
    { ...removing("bad"), by: "alice", reason: undefined } as ClientEvent,
    saying("erin", "An answer to what is not loaded", { minute: 9, replyTo: "unknown" }),
    waiting("On its way"),
  ];
  const view = viewOf(events, { columns: 60, rows: 14 });
  const marked = entryOf(view, "found") as ChatMessageEvent;
  assertScreen(
    drawText({ ...view, marked }),
    `
 1   1 here
▾ Example         │       * │ alice is going to the harbour,
 # 1              │         │ where the boats are
                  │   alice │ The server restarts at noon
                  │   alice ▶ Did you see
                  │         ▶ https://example.org/a/path ?
                  │    erin │ Message removed by alice
                  │         │ ↳ a message that is not loaded
                  │    erin │ An answer to what is not
                  │         │ loaded
                  │─────── Saturday, January 3, 2026 ───────
                  │     bob │ On its way
 bob · Example: connected, 12 ms · 1 to send        F1 keys
1>
`,
  );
});

Deno.test("The first new message keeps its name when somebody reacts to it", () => {
  const events = [saying("alice", "old"), saying("alice", "new", { msgid: "new" })];
  const firstNew = entryOf(viewOf(events, { columns: 40, rows: 12 }), "new");
  const reacted = [...events, reacting("carol", "new", "👀")];
  assertScreen(
    drawText(viewOf(reacted, { columns: 40, rows: 12, firstNew })),
    `
 1   1 here
 1  Example


─────── Friday, January 2, 2026 ────────
       · │ bob came
   alice │ old
───────── New since you looked ─────────
   alice │ new
         │ 👀 carol
 bob · Example: connected, 12 ms
1>
`,
  );
});

Deno.test("Notes and what the history says stand between the messages, at 40x16", () => {
  const page: ClientEvent = {
    type: "page",
    time: TEN,
    conversation: "#1",
    room: true,
    kind: "older",
    messages: [saying("alice", "long ago", { minute: -DAY })],
    reactions: [],
    more: false,
  };
  const note: ClientEvent = { type: "local", time: TEN + 60_000, text: "A hint" };
  const topic = "Boats ⛵ and 船";
  const change: ClientEvent = { type: "topic", time: TEN, channel: "#1", topic, by: "alice" };
  assertScreen(
    drawText(viewOf([change, note, page], { columns: 40, rows: 16 })),
    `
 1   Boats ⛵ and 船
 1  Example




          The room begins here
────── Thursday, January 1, 2026 ───────
   alice │ long ago
─────── Friday, January 2, 2026 ────────
       · │ bob came
       · │ alice set the topic: Boats ⛵
         │ and 船
       · │ A hint
 bob · Example: connected, 12 ms
1>
`,
  );
});

Deno.test("Who does something stands in the first row when the beginning is out of sight", () => {
  const text = "goes to the harbour, to the market and to the old town, and then comes back";
  const events = [
    saying("alice", text, { kind: "action", minute: 1 }),
    ...["one", "two", "three", "four"].map((word) => saying("erin", word, { minute: 20 })),
  ];
  assertScreen(
    drawText(viewOf(events, { columns: 60, rows: 9 })),
    `
 1   1 here
▾ Example         │   alice │ old town, and then comes
 # 1              │         │ back
                  │    erin │ one
                  │         │ two
                  │         │ three
                  │         │ four
 bob · Example: connected, 12 ms                    F1 keys
1>
`,
  );
});

Deno.test("The time of a note and of folded events stands in the first row in sight", () => {
  const text = "a hint that is long enough for three rows of this narrow screen, word after word";
  const hint: ClientEvent = { type: "local", time: TEN + 60_000, text };
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => saying("erin", `${index}`, { minute: 20 }));
  const top = (events: readonly ClientEvent[]) =>
    drawText(viewOf(events, { columns: 70, rows: 9 }))[1]?.slice(19).trimEnd();
  assertEquals(top([hint, ...lines(5)]), "10:01            · │ screen, word after word");
  const names = ["a-long-name-one", "a-long-name-two"].flatMap((nick) => joining(nick, "#1"));
  const part = joining("a-long-name-three", "#1", { time: TEN + 120_000 });
  assertEquals(top([...names, ...part, ...lines(5)]), "10:02            · │ others came");
});

Deno.test("A conversation in Chinese at 60x14", () => {
  const view = conversation({ columns: 60, rows: 14 });
  setLanguage("zh", CHINESE);
  try {
    assertScreen(
      drawText(view),
      `
 1   2 人在此
▾ Example         │────────── 2026年1月3日星期六 ───────────
 # 1              │     bob │ One
                  │         │
                  │         │ three 👩‍🚀
                  │       · │ carol、dave 和 erin 离开了
                  │───────────── 以下是新消息 ──────────────
                  │         ▌ ↳ alice: Shall we meet at ten?
                  │   alice ▌ Ten is fine, bob
                  │     bob │ See you
                  │         │ 没有发送：The room is
                  │         │ moderated
 bob · Example: 已连接，12 毫秒                     F1 按键
1>
`,
    );
  } finally {
    setLanguage("en");
  }
});
