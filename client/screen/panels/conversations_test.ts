import type { ClientEvent } from "../../events.ts";
import type { NetworkView } from "../../navigation/conversation_list.ts";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { layOut } from "../drawing/layout.ts";
import { drawText } from "../testing/screens.ts";
import { joining, saying, TEN, viewOf } from "../testing/views.ts";
import type { ScreenView } from "../view.ts";
import { barPanel, listRows } from "./conversations.ts";

const time = TEN;

/** A person on two networks, with rooms, friends and people. */
function busyView(more: Partial<ScreenView> & { columns: number; rows: number }): ScreenView {
  const view = viewOf([
    ...joining("bob", "#tea", { own: true }),
    ...joining("al", "#1"),
    { type: "friends", time, nicks: ["carol", "dave"] },
    { type: "presence", time, nick: "carol", online: false },
    { type: "presence", time, nick: "dave", online: true },
    { type: "away", time, nick: "al", own: false, message: "lunch" },
    saying("al", "hello bob", { to: "al" }),
    saying("al", "x", { to: "#tea" }),
    saying("al", "y", { to: "#tea" }),
  ], more);
  const [first] = view.networks as [NetworkView];
  const second = viewOf([{ type: "connection", time, status: "waiting" }], more).networks[0];
  return {
    ...view,
    networks: [first, { ...second as NetworkView, id: "work", name: "Work" }],
    drafts: new Map([["net dave", "half a line"]]),
  };
}

function list(view: ScreenView): string[] {
  return drawText(view).slice(1, -2).map((row) => row.slice(0, row.indexOf("│")).trimEnd());
}

Deno.test("Names that begin alike can be told apart, in the list, the bar and the prompt", () => {
  const rooms = ["#project-alpha-for-boats-1", "#project-alpha-for-boats-2"];
  const events = rooms.flatMap((room) => joining("bob", room, { own: true }));
  const turned: ClientEvent = {
    type: "focus",
    time: TEN,
    conversation: rooms[1] ?? "",
    room: true,
  };
  const wide = drawText(viewOf([...events, turned], { columns: 80, rows: 9 }));
  assert(wide.some((row) => row.startsWith(" # project…oats-1")), wide.join("\n"));
  assert(wide.some((row) => row.startsWith(" # project…oats-2")), wide.join("\n"));
  assert(wide.at(-1)?.startsWith("project-…boats-2>"), wide.join("\n"));
  const narrow = drawText(viewOf([...events, turned], { columns: 40, rows: 9 }));
  assertEquals(narrow[1]?.trimEnd(), " project-…boats-2  1  project-…boats-1 …");
  assert(narrow.at(-1)?.startsWith("proje…ts-2>"), narrow.join("\n"));
});

Deno.test("The list has networks, rooms, people and friends, with what is unread and who is there", () => {
  assertEquals(list(busyView({ columns: 110, rows: 16 })), [
    "▾ Example",
    " # 1",
    " # tea           2",
    " ◐ al           1!",
    " ○ carol",
    " ● dave          ✎",
    "✗ Work",
    " - 1",
    ...Array.from({ length: 5 }, () => ""),
  ]);
});

Deno.test("A friend who is offline is dimmed, and a room that was left too", () => {
  const view = busyView({ columns: 110, rows: 16 });
  const rows = listRows(view, { ...layOut({ ...view, composerRows: 1 }), rows: 13 });
  const roleOf = (network: string, key: string) =>
    rows.find(({ listed }) => listed.network === network && listed.key === key)?.row
      .find(({ text }) => text.trim().length > 1)?.role;
  assertEquals(roleOf("net", "carol"), "offline");
  assertEquals(roleOf("work", ""), "offline");
  assertEquals(roleOf("net", "al"), "mention");
  assertEquals(roleOf("net", "#tea"), "strong");
});

Deno.test("In a long list the current conversation stays in sight", () => {
  const rooms = Array.from({ length: 60 }, (_, index) => `#r${index}`);
  const events = rooms.flatMap((room) => joining("bob", room, { own: true }));
  const view = viewOf([
    ...events,
    { type: "focus", time, conversation: "#r47", room: true },
  ], { columns: 110, rows: 16 });
  assertStringIncludes(list(view).join("\n"), "# r47");
});

Deno.test("On a narrow terminal the current conversation is first, and then what is unread", () => {
  const view = busyView({ columns: 50, rows: 12 });
  const layout = layOut({ ...view, composerRows: 1 });
  const text = barPanel(view, layout).map(({ text }) => text).join("");
  assertStringIncludes(text, " 1  al 1!  tea 2  carol ");
  assertEquals(drawText(view)[1]?.length, 50);
});

Deno.test("The last conversation of a narrow terminal is cut with an ellipsis", () => {
  const view = viewOf(joining("bob", "#a-long-name-of-a-room-and-more", { own: true }), {
    columns: 40,
    rows: 12,
  });
  assertEquals(drawText(view)[1]?.trimEnd(), " 1  a-long-n…nd-more  Example");
});
