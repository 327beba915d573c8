import { assert, assertEquals } from "@std/assert";

import type { ChatMessageEvent, ClientEvent } from "../events.ts";
import type { SearchPage } from "./overlays/search_page.ts";
import { Scroller } from "./scroller.ts";
import { Search } from "./search.ts";
import { FakeNavigator, pageOf } from "./testing/fake_navigator.ts";
import { drawText } from "./testing/screens.ts";
import { saying, TEN } from "./testing/views.ts";

const SIZE = { columns: 40, rows: 8 };

function message(number: number): ChatMessageEvent {
  const from = number % 2 === 0 ? "al" : "eve";
  return saying(from, `line ${number}`, { minute: number, msgid: `m${number}` });
}

function messages(first: number, last: number): ChatMessageEvent[] {
  return Array.from({ length: last - first + 1 }, (_, index) => message(first + index));
}

class Desk extends FakeNavigator {
  closed = 0;
  readonly search = new Search({
    navigator: this.navigator,
    scroller: new Scroller(this.navigator, () => this.view),
    close: () => this.closed++,
  });

  /** Types words and Enter. */
  begin(words: string): SearchPage {
    const page = this.search.open();
    page.input({ type: "text", text: words }, SIZE);
    page.input({ type: "key", name: "enter" }, SIZE);
    return page;
  }

  /** The network answers a search; the last one if no other is named. */
  find(found: readonly ChatMessageEvent[], token = this.token): void {
    this.answer({
      ...{ type: "found", time: TEN, searched: "x", conversation: "#1" },
      messages: found,
      token,
    });
  }

  answer(event: ClientEvent): void {
    this.happen(event);
    this.search.handle(this.network, event);
  }

  /** The number of the message that stands out, in sight. */
  get marked(): number | undefined {
    const row = drawText(this.view).find((row) => row.includes("▶"));
    return row === undefined ? undefined : Number(/line (\d+)/.exec(row)?.[1]);
  }
}

function text(page: SearchPage): string {
  const { title, rows } = page.draw(SIZE);
  return [title, ...rows.map((row) => row.map((span) => span.text).join(""))].join("\n");
}

Deno.test("The current room is searched, and only the answer to the last search is shown", () => {
  const desk = new Desk(messages(1, 60));
  const page = desk.begin("line");
  page.input({ type: "text", text: " 2" }, SIZE);
  page.input({ type: "key", name: "enter" }, SIZE);
  assertEquals(desk.requests, ["search line #1", "search line 2 #1"]);
  desk.find([message(1)], 1);
  assert(text(page).includes("searching…"));
  desk.find([message(2), message(20)], 2);
  assert(text(page).startsWith("1 of 2 found"));
});

Deno.test("Enter jumps to a message that is loaded, which stands out", () => {
  const desk = new Desk(messages(1, 60));
  const page = desk.begin("line");
  desk.find([message(20), message(30)]);
  page.input({ type: "key", name: "enter" }, SIZE);
  assertEquals([desk.closed, desk.marked], [1, 30]);
  assertEquals(desk.requests, ["search line #1", "open #1"]);
});

Deno.test("Stepping goes through the results, and ends at the first and the last", () => {
  const desk = new Desk(messages(1, 60));
  desk.begin("line");
  desk.find([message(10), message(20), message(30)]);
  const seen = ([1, 1, 1, -1, -1, -1] as const).map((step) => {
    desk.search.step(step);
    return desk.marked;
  });
  assertEquals(seen, [20, 10, 10, 20, 30, 30]);
});

Deno.test("A message that is not loaded is gone to when those around it have come", () => {
  const desk = new Desk(messages(200, 260));
  const page = desk.begin("line");
  desk.find([message(100)]);
  page.input({ type: "key", name: "enter" }, SIZE);
  assertEquals(desk.requests.at(-1), "around #1 m100");
  assertEquals(desk.marked, undefined);
  desk.answer(pageOf(messages(90, 110), { kind: "around" }));
  assertEquals(desk.marked, 100);
});

Deno.test("A message that the history does not have any more is told about", () => {
  const desk = new Desk(messages(200, 260));
  const page = desk.begin("line");
  desk.find([message(100)]);
  page.input({ type: "key", name: "enter" }, SIZE);
  desk.answer(pageOf([], { kind: "around", more: false }));
  assertEquals(desk.requests.at(-1), "tell The message is not in the history any more");
});

Deno.test("A refused search says why, and a problem of something typed is not its own", () => {
  const desk = new Desk(messages(1, 3));
  const page = desk.begin("line");
  desk.answer({ type: "problem", time: TEN, reason: "No such command", text: "/nothing" });
  assert(text(page).includes("searching…"));
  desk.answer({ type: "problem", time: TEN, reason: "This server cannot search" });
  assert(text(page).includes("This server cannot search"));
});

Deno.test("What was found is shown again, and a search without results begins anew", () => {
  const desk = new Desk(messages(1, 60));
  const page = desk.begin("line");
  desk.find([]);
  const next = desk.search.open();
  assert(next !== page);
  desk.begin("line");
  desk.find([message(2)]);
  assert(text(desk.search.open()).startsWith("1 of 1 found"));
});
