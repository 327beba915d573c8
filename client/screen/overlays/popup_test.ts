import { assert, assertEquals } from "@std/assert";

import { widthOf } from "../drawing/width.ts";
import { popupRows } from "./popup.ts";

const candidates = Array.from({ length: 20 }, (_, index) => ({
  text: `/${index} `,
  label: `/${index} 世界`,
  note: `what ${index} does, which takes more than there is room for on a small screen`,
}));

function text(rows: ReturnType<typeof popupRows>): string[] {
  return rows.map((row) => row.map((span) => span.text).join(""));
}

Deno.test("Every row of the list is as wide as the messages, at any size", () => {
  const hint = { usage: "/join ROOM [KEY]", description: "Enter a room" };
  for (const columns of [20, 40, 82, 200]) {
    for (const row of text(popupRows({ candidates, selected: 3, hint }, { columns, rows: 12 }))) {
      assertEquals(widthOf(row), columns, row);
    }
  }
});

Deno.test("The chosen candidate is in sight, and so is a row of the messages", () => {
  const list = { candidates, selected: 19, hint: undefined };
  assert(text(popupRows(list, { columns: 60, rows: 30 })).at(-1)?.startsWith(" /19 世界"));
  assertEquals(popupRows(list, { columns: 60, rows: 30 }).length, 8);
  assertEquals(popupRows(list, { columns: 40, rows: 3 }).length, 2);
  assertEquals(popupRows(list, { columns: 40, rows: 1 }).length, 0);
});
