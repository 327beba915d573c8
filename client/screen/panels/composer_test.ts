import { assertEquals } from "@std/assert";

import { composerPanel, composerRows } from "./composer.ts";

/** The rows of a text being typed, with | where the cursor stands. */
function drawn(text: string, cursor: number, columns: number): string[] {
  const { rows, row, column } = composerRows({ text, cursor }, columns);
  return rows.map((line, index) =>
    index === row ? line.slice(0, column) + "|" + line.slice(column) : line
  );
}

Deno.test("A text being typed is wrapped, and the cursor stands where the next letter goes", () => {
  assertEquals(drawn("one two three", 13, 9), ["one two ", "three|"]);
  assertEquals(drawn("one\n\ntwo", 4, 20), ["one", "|", "two"]);
  assertEquals(drawn("", 0, 20), ["|"]);
});

Deno.test("A password is shown as dots", () => {
  assertEquals(drawn("/login bob s3cret", 17, 40), ["/login ••• ••••••|"]);
  assertEquals(composerRows({ text: "/login 😀x", cursor: 7 }, 40).rows, ["/login •••"]);
});

Deno.test("Control characters are shown as marks that take one column", () => {
  assertEquals(drawn("a\x1b[31m\u202eb", 8, 40), ["a·[31m·b|"]);
});

Deno.test("Of many rows those around the cursor are shown", () => {
  const text = Array.from({ length: 200 }, (_, index) => `line ${index}`).join("\n");
  const panel = composerPanel(composerRows({ text, cursor: text.length }, 40), {
    prompt: "room> ",
    height: 8,
  });
  assertEquals(panel.rows.length, 8);
  assertEquals(panel.rows.at(-1)?.map((span) => span.text).join(""), "      line 199");
  assertEquals(panel.rows[0]?.[0]?.text, "↑192  ");
  assertEquals(panel.cursor, { row: 7, column: 14 });
});
