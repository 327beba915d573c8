import { assert, assertEquals } from "@std/assert";

import { sanitizeLines } from "../format/sanitize.ts";
import { Screen } from "./screen.ts";

/** A terminal with what the screen uses: rows of text and a cursor. */
class Terminal {
  rows: string[] = [""];
  column = 0;

  write(text: string): void {
    // deno-lint-ignore no-control-regex
    for (const [piece] of text.matchAll(/\x1b\[[?\d]*[A-Za-z]|[^]/gu)) {
      const row = this.rows.at(-1) ?? "";
      if (piece === "\r") this.column = 0;
      else if (piece === "\n") this.rows.push("");
      else if (piece.startsWith("\x1b[") && piece.endsWith("A")) {
        this.rows.length -= Number(piece.slice(2, -1));
        this.#set("");
        this.column = 0;
      } else if (piece === "\x1b[K" || piece === "\x1b[J") this.#set(row.slice(0, this.column));
      else if (piece.startsWith("\x1b[") && piece.endsWith("C")) {
        this.column += Number(piece.slice(2, -1));
      } else if (!piece.startsWith("\x1b")) {
        this.#set(row.slice(0, this.column) + piece + row.slice(this.column + 1));
        this.column++;
      }
    }
  }

  #set(row: string): void {
    this.rows[this.rows.length - 1] = row;
  }
}

function screen(columns = 20) {
  const terminal = new Terminal();
  const drawn = new Screen({ write: (text) => terminal.write(text), columns: () => columns });
  drawn.open();
  const type = (text: string, cursor = text.length) =>
    drawn.show({ prompt: "1> ", cells: [...text], cursor });
  return { terminal, drawn, type };
}

Deno.test("Lines that arrive are printed above the edited line, which stays as it is", () => {
  const { terminal, drawn, type } = screen();
  type("hello", 2);
  drawn.print(sanitizeLines("21:18 al: hi\n21:18 al: again"));
  assertEquals(terminal.rows, ["21:18 al: hi", "21:18 al: again", "1> hello"]);
  assertEquals(terminal.column, 5);
});

Deno.test("A line longer than the terminal scrolls so that the cursor is visible", () => {
  const { terminal, type } = screen(20);
  const text = "abcdefghijklmnopqrstuvwxyz";
  for (let cursor = 0; cursor <= text.length; cursor++) {
    type(text, cursor);
    assertEquals(terminal.rows.length, 1);
    assert((terminal.rows[0] ?? "").length <= 19);
    const under = (terminal.rows[0] ?? "").charAt(terminal.column);
    assertEquals(under, text.charAt(cursor));
  }
  for (let cursor = text.length; cursor >= 0; cursor--) {
    type(text, cursor);
    assertEquals((terminal.rows[0] ?? "").charAt(terminal.column), text.charAt(cursor));
  }
});

Deno.test("Wide letters take two columns", () => {
  const { terminal, type } = screen();
  type("日本x", 2);
  assertEquals(terminal.rows, ["1> 日本x"]);
  assertEquals(terminal.column, 3 + 4);
});

Deno.test("Line ends and control characters in a paste do not move the cursor", () => {
  const { terminal, type } = screen();
  type("a\nb\x1bc");
  assertEquals(terminal.rows, ["1> a⏎b␛c"]);
});

Deno.test("Lines that are not final stand above the edited line, cut to the width, and go away", () => {
  const { terminal, drawn, type } = screen(10);
  const show = (above: readonly string[]) =>
    drawn.show({ above, prompt: "1> ", cells: ["x"], cursor: 1 });
  show(["… hello world", "… b\nc"]);
  assertEquals(terminal.rows, ["… hello w", "… b⏎c", "1> x"]);
  show(["… b\nc"]);
  drawn.print(sanitizeLines("bob: hello world"));
  assertEquals(terminal.rows, ["bob: hello world", "… b⏎c", "1> x"]);
  type("y");
  assertEquals(terminal.rows, ["bob: hello world", "1> y"]);
});

Deno.test("A key that comes before the news of a narrower terminal leaves nothing of the wrapped line", () => {
  let columns = 80;
  const written: string[] = [];
  const drawn = new Screen({ write: (text) => written.push(text), columns: () => columns });
  drawn.open();
  const show = (text: string) =>
    drawn.show({ prompt: "1> ", cells: [...text], cursor: text.length });
  show("x".repeat(50));
  columns = 24;
  show("x".repeat(51));
  // The cursor was in column 53, which is in the third row now.
  assert(written.at(-1)?.startsWith("\x1b[2A\r\x1b[J1> "), written.at(-1));
  show("x".repeat(52));
  assert(written.at(-1)?.startsWith("\r\x1b[K1> "), written.at(-1));
});
