import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";

import type { ClientEvent } from "../events.ts";
import { BINDINGS } from "./bindings.ts";
import { drawFrame } from "./frame.ts";
import { layOut } from "./drawing/layout.ts";
import type { Row } from "./drawing/style.ts";
import { THEMES } from "./drawing/themes.ts";
import { widthOf } from "./drawing/width.ts";
import { KeysPage } from "./overlays/keys_page.ts";
import type { Overlay } from "./overlays/overlay.ts";
import { Switcher } from "./overlays/switcher.ts";
import { listPanel } from "./panels/conversations.ts";
import { membersPanel } from "./panels/members.ts";
import { messagesPanel } from "./panels/messages.ts";
import { assertWhole, cellAt, drawText } from "./testing/screens.ts";
import { joining, saying, SIZES, viewOf } from "./testing/views.ts";

/** Texts that take other columns than they have characters, or try to disturb the screen. */
const HARD_TEXTS: readonly string[] = [
  "日本語のとても長い文章が、ここで折り返されます。句読点は行の先頭に来ません。",
  "한국어 텍스트도 마찬가지로 줄바꿈됩니다, 그리고 이것은 꽤 깁니다",
  "👨‍👩‍👧‍👦 family 🏳️‍🌈 flag 🇩🇪🇯🇵 flags 👍🏽 thumb ❤️ heart ☀️ sun ⚠ sign",
  "e\u0301a\u0308o\u0302 combining z\u0351\u0352\u0353a\u0354\u0355l\u0356g\u0357o\u0358",
  "שלום עולם שלום עולם \u202eevil\u202c مرحبا بالعالم \u2067x\u2069",
  "\x1b[2J\x1b[H\x07bell \x9b31m \x00 nul \x7f del \u2028 line\u2029 paragraph",
  "a\u200bb\u200cc\u200dd\ufeffe \u00adsoft ﷽ ꧅ \u1160\u11a8 ａｂｃ ﾊﾝｶｸ",
  "https://example.org/" + "path/".repeat(60),
  "\x0304,01red\x03 \x02bold\x02 \x1ditalic\x1d \x1funder\x1f \x11mono\x11 \x1estrike\x1e",
  "word".repeat(100),
  "one\ntwo\n\nfour\n" + "five ".repeat(80),
];

function hardEvents(): ClientEvent[] {
  const names = [
    "日本人の名前です",
    "👩‍🚀👩‍🚀👩‍🚀",
    "a".repeat(40),
    "e\u0301e\u0301",
    "\u202eevil",
    "plain",
  ];
  return [
    ...names.flatMap((name) => joining(name, "#1")),
    ...names.flatMap((name, index) => joining(name, `#${name}${index}`)),
    ...HARD_TEXTS.flatMap((text, index) =>
      names.slice(0, 3).map((name) => saying(name, text, { minute: index * 7 }))
    ),
    ...HARD_TEXTS.map((text) => saying("plain", text, { kind: "action" })),
    ...HARD_TEXTS.map((text) => saying("plain", text, { kind: "notice" })),
    ...names.map((name) => saying(name, "hello", { to: name })),
    ...HARD_TEXTS.map((topic): ClientEvent => (
      { type: "topic", time: saying("a", "").time, channel: "#1", topic, by: "plain" }
    )),
  ];
}

for (const size of SIZES) {
  const name = `${size.columns}x${size.rows}`;

  Deno.test(`At ${name} every row is as wide as the terminal, whatever people write`, () => {
    const view = viewOf(hardEvents(), size);
    assertWhole(view);
    for (const theme of THEMES) {
      assertEquals(drawFrame(view, { theme, depth: "true" }).rows.length, size.rows);
    }
    for (
      const { key } of view.networks.flatMap(({ state }) =>
        [...state.conversations.keys()].map((key) => ({ key }))
      )
    ) {
      assertWhole({ ...view, current: { network: "net", key } });
    }
  });

  Deno.test(`At ${name} the panels stand beside each other`, () => {
    const view = viewOf(hardEvents(), size);
    const layout = layOut({ ...size, composerRows: 1 });
    const rows = drawText(view).slice(1 + layout.bar, 1 + layout.bar + layout.messages);
    for (const row of rows) {
      if (layout.left > 0) assertEquals(cellAt(row, layout.left), "│", row);
      if (layout.right > 0) assertEquals(cellAt(row, size.columns - layout.right - 1), "│", row);
    }
  });

  Deno.test(`At ${name} no panel makes rows that are wider than its part`, () => {
    const view = viewOf(hardEvents(), size);
    const layout = layOut({ ...size, composerRows: 1 });
    const inside = { ...layout, rows: layout.messages };
    assertFit(messagesPanel(view, layout), layout.middle);
    if (layout.left > 0) assertFit(listPanel(view, inside), layout.left);
    if (layout.right > 0) assertFit(membersPanel(view, inside), layout.right);
  });

  Deno.test(`At ${name} overlays fit into the place of the messages`, () => {
    const view = viewOf(hardEvents(), size);
    const { middle: columns, messages: rows } = layOut({ ...size, composerRows: 1 });
    for (const overlay of overlays()) {
      const drawn = overlay.draw({ columns, rows });
      assert(drawn.rows.length <= rows, `${drawn.rows.length} rows in ${rows}`);
      assertFit(drawn.rows, columns);
      assertWhole({ ...view, composer: overlay.field ?? view.composer, overlay: drawn });
    }
  });

  Deno.test(`At ${name} what is typed grows upwards and keeps the cursor in sight`, () => {
    for (const text of [...HARD_TEXTS, "x\n".repeat(200)]) {
      for (let cursor = 0; cursor <= text.length; cursor += 7) {
        assertWhole(viewOf([], { ...size, composer: { text, cursor } }));
      }
    }
  });
}

Deno.test("A screen of any size with any text is whole", () => {
  const letters = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(...HARD_TEXTS),
  );
  fc.assert(fc.property(
    fc.record({
      columns: fc.integer({ min: 40, max: 250 }),
      rows: fc.integer({ min: 12, max: 70 }),
      from: letters,
      said: fc.array(letters, { maxLength: 8 }),
      typed: letters,
    }),
    ({ columns, rows, from, said, typed }) => {
      const events = said.map((text) => saying(`x${from}`, text));
      const composer = { text: typed, cursor: typed.length };
      assertWhole(viewOf([...joining(`x${from}`, "#1"), ...events], { columns, rows, composer }));
    },
  ));
});

function overlays(): Overlay[] {
  const destinations = HARD_TEXTS.map((name) => ({ name, note: name, unread: 1, go() {} }));
  const switcher = new Switcher(destinations, () => {});
  return [new KeysPage(BINDINGS), switcher];
}

function assertFit(rows: readonly Row[], columns: number): void {
  for (const row of rows) {
    const text = row.map((span) => span.text).join("");
    assert(widthOf(text) <= columns, `${widthOf(text)} columns in ${columns}: ${text}`);
  }
}
