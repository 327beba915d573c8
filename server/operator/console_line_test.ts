import { assertEquals } from "@std/assert";
import { ConsoleLine } from "./console_line.ts";

function consoleLine(columns = 80) {
  const written: string[] = [];
  const line = new ConsoleLine({
    write: (text) => void written.push(text),
    columns: () => columns,
  });
  return { line, written };
}

Deno.test("What is printed goes above the line that is being typed", () => {
  const { line, written } = consoleLine();
  line.print("one\n");
  assertEquals(line.type("use"), "");
  line.print("two\n");
  assertEquals(line.type("rs\r"), "users\n");
  line.print("three\n");
  assertEquals(written, [
    "one\n",
    "\r\x1b[Kuse",
    "\r\x1b[Ktwo\nuse",
    "\r\x1b[Kusers\n",
    "\r\x1b[K",
    "three\n",
  ]);
});

Deno.test("A typed line is corrected by backspace, Ctrl-W and Ctrl-U, and keys beside it do nothing", () => {
  const { line } = consoleLine();
  assertEquals(line.type("sayy\x7f hello\x1b[A\x1bOH\r"), "say hello\n");
  assertEquals(line.type("say one two\x17three\n"), "say one three\n");
  assertEquals(line.type("nonsense\x15rooms\r"), "rooms\n");
  assertEquals(line.type("é世\b\r"), "é\n");
});

Deno.test("Of a line that is wider than the terminal its end is shown", () => {
  const { line, written } = consoleLine(6);
  line.type("abcdefgh");
  assertEquals(written, ["\r\x1b[Kdefgh"]);
  assertEquals(line.type("\r"), "abcdefgh\n");
});
