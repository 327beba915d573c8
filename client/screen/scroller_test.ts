import { assert, assertEquals } from "@std/assert";

import type { ChatMessageEvent } from "../events.ts";
import { Scroller } from "./scroller.ts";
import { FakeNavigator, pageOf } from "./testing/fake_navigator.ts";
import { drawText } from "./testing/screens.ts";
import { saying } from "./testing/views.ts";

/** Messages of one row each, from different people. */
function messages(first: number, last: number): ChatMessageEvent[] {
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const number = first + index;
    const more = { minute: number, msgid: `m${number}` };
    return saying(number % 2 === 0 ? "al" : "eve", `line ${number}`, more);
  });
}

class Desk extends FakeNavigator {
  readonly scroller = new Scroller(this.navigator, () => this.view);

  /** The numbers of the messages in sight. */
  get inSight(): number[] {
    return drawText(this.view).flatMap((row) => {
      const number = /│ line (-?\d+)/.exec(row)?.[1];
      return number === undefined ? [] : [Number(number)];
    });
  }

  /** What the last row of the messages says. */
  get lastRow(): string {
    return drawText(this.view).at(-3)?.trim() ?? "";
  }
}

/** The numbers from one to another. */
function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

Deno.test("A page up keeps some rows in sight, and pages down come back to the end", () => {
  const desk = new Desk(messages(1, 60));
  assertEquals(desk.inSight, range(53, 60));
  desk.scroller.byPages(-1);
  assertEquals(desk.inSight, range(47, 53));
  desk.scroller.byPages(-1);
  assertEquals(desk.inSight, range(41, 47));
  desk.scroller.byPages(1);
  assertEquals(desk.inSight, range(47, 53));
  desk.scroller.byPages(1);
  assertEquals(desk.place.anchor, undefined);
  assertEquals(desk.inSight, range(53, 60));
  assertEquals(desk.requests, []);
});

Deno.test("End goes to the newest message, and nothing stands out any more", () => {
  const desk = new Desk(messages(1, 60));
  desk.scroller.byRows(-20);
  desk.place.marked = messages(30, 30)[0];
  desk.scroller.toEnd();
  assertEquals(desk.inSight, range(53, 60));
  assertEquals(desk.place.marked, undefined);
});

Deno.test("What comes while one reads above is counted, and moves nothing", () => {
  const desk = new Desk(messages(1, 60));
  desk.scroller.byRows(-3);
  const before = desk.inSight;
  assertEquals(desk.lastRow, "↓ 4 messages below; End goes there");
  desk.happen(...messages(61, 65));
  assertEquals(desk.inSight, before);
  assertEquals(desk.lastRow, "↓ 9 messages below; End goes there");
});

Deno.test("Older messages are requested a screen before the top, and stand above", () => {
  const desk = new Desk(messages(1, 18));
  desk.scroller.byRows(-1);
  assertEquals(desk.requests, []);
  desk.scroller.byPages(-1);
  assertEquals(desk.requests, ["older #1"]);
  desk.scroller.byPages(-9);
  const before = desk.inSight;
  assertEquals(before[0], 1);
  desk.happen({ type: "page-requested", time: 0, conversation: "#1", room: true, kind: "older" });
  assert(drawText(desk.view).some((row) => row.includes("Loading older messages…")));
  desk.happen(pageOf(messages(-30, 0)));
  assertEquals(desk.inSight.at(-1), before.at(-1));
  desk.scroller.byPages(-1);
  assert((desk.inSight[0] ?? 0) < 0, `${desk.inSight}`);
});

Deno.test("The top is where scrolling ends, with the beginning of the room above it", () => {
  const desk = new Desk([...messages(1, 30), pageOf(messages(0, 0), { more: false })]);
  desk.happen(pageOf([], { more: false }));
  desk.scroller.byRows(-1000);
  const top = drawText(desk.view);
  assert(top.some((row) => row.includes("The room begins here")));
  desk.scroller.byRows(-5);
  assertEquals(drawText(desk.view), top);
  desk.scroller.byRows(5);
  assert(drawText(desk.view).every((row) => !row.includes("The room begins here")));
});

Deno.test("A conversation that fits is not scrolled, and its history is requested", () => {
  const desk = new Desk(messages(1, 3));
  desk.scroller.byPages(-1);
  assertEquals(desk.place.anchor, undefined);
  assertEquals(desk.requests, ["older #1"]);
});

Deno.test("A message is gone to in the middle of the screen, if it is there", () => {
  const desk = new Desk(messages(1, 60));
  const [message, missing] = [...messages(30, 30), saying("al", "elsewhere")];
  assert(message !== undefined && missing !== undefined);
  assert(desk.scroller.toMessage(message));
  assertEquals(desk.inSight, range(27, 33));
  assert(!desk.scroller.toMessage(missing));
  assertEquals(desk.inSight, range(27, 33));
});

Deno.test("Near messages that are missing those around the edge are requested", () => {
  const desk = new Desk([...messages(1, 10), ...messages(200, 260)]);
  desk.happen(pageOf(messages(100, 120), { kind: "around" }));
  desk.scroller.byPages(-1);
  assertEquals(desk.requests, []);
  const newest = messages(200, 200)[0];
  assert(newest !== undefined && desk.scroller.toMessage(newest));
  desk.scroller.byRows(-1);
  assertEquals(desk.requests, ["around #1 m200"]);
  desk.scroller.toMessage(messages(118, 118)[0] ?? newest);
  desk.scroller.byRows(1);
  assertEquals(desk.requests.at(-1), "around #1 m120");
});
