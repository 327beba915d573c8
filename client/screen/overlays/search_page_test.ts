import { assert, assertEquals } from "@std/assert";

import type { Input } from "../../editing/keys.ts";
import type { ChatMessageEvent } from "../../events.ts";
import { widthOf } from "../drawing/width.ts";
import { SearchPage } from "./search_page.ts";

const SIZE = { columns: 60, rows: 8 };

function message(number: number, text: string): ChatMessageEvent {
  return {
    ...{ type: "message", kind: "message", from: "alice", target: "#1", conversation: "#1" },
    ...{ room: true, own: false, history: true, msgid: `m${number}` },
    time: new Date(new Date().getFullYear(), 0, 1, 12, number).getTime(),
    text,
  };
}

function open() {
  const searches: [string, boolean][] = [];
  const gone: (string | undefined)[] = [];
  const page = new SearchPage({
    here: "1",
    search: (words, { here }) => searches.push([words, here]),
    go: ({ msgid }) => gone.push(msgid),
  });
  const key = (name: string) => page.input({ type: "key", name }, SIZE);
  const type = (text: string) => page.input({ type: "text", text }, SIZE);
  return { page, key, type, searches, gone };
}

function rows(page: SearchPage, size = SIZE): string[] {
  return page.draw(size).rows.map((row) => row.map(({ text }) => text).join("").trimEnd());
}

Deno.test("A click selects a found message, and one on what is selected goes there", () => {
  const { page, gone } = open();
  const click = (row: number) =>
    page.input({ type: "mouse", action: "press", column: 9, row }, SIZE);
  click(0);
  page.show([message(1, "fish ".repeat(20)), message(2, "a red fish"), message(3, "red")]);
  click(2);
  assertEquals(gone, []);
  // The newest is the first one; what is selected has several rows.
  assert(rows(page)[2]?.includes("fish fish"), rows(page).join("\n"));
  click(3);
  assertEquals(gone, ["m1"]);
  click(7);
  click(0);
  click(0);
  assertEquals(gone, ["m1", "m3"]);
});

Deno.test("Enter searches here or, after Tab, everywhere, and then goes to what is chosen", () => {
  const { page, key, type, searches, gone } = open();
  type("red fish");
  key("enter");
  key("tab");
  key("enter");
  assertEquals(searches, [["red fish", true], ["red fish", false]]);
  assertEquals(page.field.prompt, "Search everywhere: ");
  page.show([message(1, "a red fish"), message(2, "Fish that are red")]);
  key("down");
  key("enter");
  assertEquals(gone, ["m1"]);
  type("x");
  key("enter");
  assertEquals(searches.at(-1), ["red fishx", false]);
});

Deno.test("The newest result comes first, the found words stand out, and the title counts", () => {
  const { page, key, type } = open();
  type("red");
  key("enter");
  page.show([message(1, "Red \x02one\x02"), message(2, "blue\nred")]);
  const drawn = page.draw(SIZE);
  assertEquals(rows(page), [
    " 01-01 12:02 alice        blue red",
    " 01-01 12:01 alice        Red one",
  ]);
  assertEquals(drawn.title, "1 of 2 found (Enter goes there, Escape closes)");
  assertEquals(drawn.rows[1]?.find(({ role }) => role === "mention")?.text, "Red");
});

Deno.test("The chosen message is in sight and no row is wider than the page, at any size", () => {
  const { page, key, type } = open();
  type("word");
  key("enter");
  page.show(Array.from({ length: 50 }, (_, index) => message(index, "a wórd 世界 👩‍👩‍👧 ".repeat(30))));
  for (
    const size of [{ columns: 23, rows: 3 }, { columns: 60, rows: 8 }, { columns: 200, rows: 60 }]
  ) {
    for (const input of [{ type: "key", name: "end" }, { type: "key", name: "home" }] as Input[]) {
      page.input(input, size);
      const { rows } = page.draw(size);
      assert(rows.length <= size.rows);
      assert(rows.some((row) => row.some(({ role }) => role === "selected")));
      for (const row of rows) {
        assert(widthOf(row.map(({ text }) => text).join("")) <= size.columns);
      }
    }
  }
});

Deno.test("A search that fails or finds nothing says so", () => {
  const { page, key, type } = open();
  type("x");
  key("enter");
  assertEquals(rows(page), [" searching…"]);
  page.fail("This server cannot search");
  assertEquals(rows(page), [" This server cannot search"]);
  page.show([]);
  assertEquals(rows(page), [" Nothing was found"]);
});

Deno.test("Words that are typed after a page is opened again replace those of before", () => {
  const { page, type } = open();
  type("old");
  page.reopen();
  type("n");
  type("ew");
  assertEquals(page.field.text, "new");
});
