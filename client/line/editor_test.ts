import { assertEquals } from "@std/assert";

import { Editor } from "./editor.ts";
import { KeyDecoder } from "./keys.ts";

const encoder = new TextEncoder();

/** Types `keys` as a terminal sends them and shows the line with | where the cursor is. */
function typed(keys: string, editor = new Editor(() => ({ replaces: 0, candidates: [] }))): string {
  for (const key of new KeyDecoder().push(encoder.encode(keys))) {
    if (key.type !== "key") editor.insert(key.text);
    else if (key.name === "enter") editor.take();
    else editor.press(key.name);
  }
  const { cells, cursor } = editor;
  return cells.slice(0, cursor).join("") + "|" + cells.slice(cursor).join("");
}

Deno.test("Arrows, Home, End and the control keys move the cursor", () => {
  assertEquals(typed("abc\x1b[D\x1b[DX"), "aX|bc");
  assertEquals(typed("abc\x01X\x05Y"), "XabcY|");
  assertEquals(typed("abc\x1b[HX\x1b[FY"), "XabcY|");
  assertEquals(typed("one two\x1bb\x1bbX"), "X|one two");
  assertEquals(typed("one two\x01\x1bfX"), "oneX| two");
  assertEquals(typed("a\x1bq\x1b5\x1b世b"), "ab|");
});

Deno.test("Backspace, Delete, Ctrl-U, Ctrl-K and Ctrl-W delete, and Ctrl-Y inserts again", () => {
  assertEquals(typed("abc\x7f"), "ab|");
  assertEquals(typed("abc\x01\x1b[3~"), "|bc");
  assertEquals(typed("abc def\x1b[D\x15"), "|f");
  assertEquals(typed("abc def\x01\x1bf\x0b"), "abc|");
  assertEquals(typed("abc def \x17"), "abc |");
  assertEquals(typed("abc def\x17\x01\x19"), "def|abc ");
});

Deno.test("Ctrl-T exchanges letters, Ctrl-_ undoes, Alt-_ does again, Alt-D deletes a word, Alt-Y puts back an older one", () => {
  assertEquals(typed("ab\x14"), "ba|");
  assertEquals(typed("one two\x17\x1f"), "one two|");
  assertEquals(typed("one two\x17\x1f\x1b_"), "one |");
  assertEquals(typed("one two\x01\x1bd"), "| two");
  assertEquals(typed("one two\x17\x02x\x17\x19\x1by"), "two| ");
});

Deno.test("Ctrl-R brings back the last line with these letters, again the one before, and the arrow down what was typed", () => {
  const lines = "/join tea\rhello\r/join two\r";
  assertEquals(typed(`${lines}join\x12`), "/join two|");
  assertEquals(typed(`${lines}join\x12\x12`), "/join tea|");
  assertEquals(typed(`${lines}join\x12\x12\x12`), "/join tea|");
  assertEquals(typed(`${lines}join\x12\x1b[B`), "join|");
  assertEquals(typed(`${lines}nothing\x12`), "nothing|");
});

Deno.test("Ctrl-C cancels a paste whose end does not come, and is text within one", () => {
  const keys = new KeyDecoder();
  const push = (text: string) => keys.push(encoder.encode(text));
  assertEquals([...push("\x1b[200~half"), ...push("\x03")], []);
  assertEquals(push("x"), [{ type: "text", text: "x" }]);
});

Deno.test("A letter of several code points is one cell", () => {
  assertEquals(typed("e\u0301x\x1b[D\x7f"), "|x");
  assertEquals(typed("👩‍👩‍👧\x7f"), "|");
  assertEquals(typed("日本\x1b[D語"), "日語|本");
});

Deno.test("The arrows bring back earlier lines, and the line begun", () => {
  assertEquals(typed("one\rtwo\rdraft\x1b[A"), "two|");
  assertEquals(typed("one\rtwo\rdraft\x1b[A\x1b[A\x1b[A"), "one|");
  assertEquals(typed("one\rtwo\rdraft\x1b[A\x1b[B"), "draft|");
});

Deno.test("A line that was refused is the first one that the arrows bring back, and no other is changed", () => {
  const editor = new Editor(() => ({ replaces: 0, candidates: [] }));
  typed("one\rtwo\rnext", editor);
  editor.refused("one");
  assertEquals(typed("", editor), "next|");
  assertEquals(typed("\x1b[A", editor), "one|");
  assertEquals(typed("\x1b[A", editor), "two|");
  assertEquals(typed("\x1b[B\x1b[B", editor), "next|");
});

Deno.test("Tab goes through the candidates, and Shift-Tab back", () => {
  const names = ["alice", "albert"];
  const editor = () =>
    new Editor((before) => {
      const word = /\S*$/.exec(before)?.[0] ?? "";
      return { replaces: word.length, candidates: names.filter((name) => name.startsWith(word)) };
    });
  assertEquals(typed("hi al\t", editor()), "hi alice|");
  assertEquals(typed("hi al\t\t", editor()), "hi albert|");
  assertEquals(typed("hi al\t\t\t", editor()), "hi alice|");
  assertEquals(typed("hi al\t\t\x1b[Z", editor()), "hi alice|");
  assertEquals(typed("hi al\t alb\t", editor()), "hi alice albert|");
  assertEquals(typed("x\t", editor()), "x|");
});

Deno.test("Keys whose bytes come one by one are the same keys", () => {
  const bytes = encoder.encode("é日\x1b[D\x1b[1;5D\x1b[200~a\rb\x1b[201~\x1bOH!\x1b[99;99~?");
  const whole = new KeyDecoder().push(bytes);
  const cut = new KeyDecoder();
  const parts = Array.from(bytes).flatMap((byte) => cut.push(new Uint8Array([byte])));
  const join = (keys: typeof whole) =>
    keys.map((key) => key.type === "key" ? `<${key.name}>` : key.text).join("");
  assertEquals(join(parts), join(whole));
  assertEquals(join(whole), "é日<left><word-left>a\nb<home>!?");
});

Deno.test("A paste keeps its line ends, and its control characters are text", () => {
  assertEquals(typed("\x1b[200~a\r\nb\tc\x03\x1b[201~"), "a\nb\tc\x03|");
  assertEquals(typed("hi al\tand al\tthere are tabs"), "hi al\tand al\tthere are tabs|");
});

Deno.test("Escape by itself inserts nothing, and the next key is taken as it is", () => {
  const decoder = new KeyDecoder();
  assertEquals(decoder.push(encoder.encode("\x1b")), []);
  assertEquals(decoder.push(encoder.encode("q")), [{ type: "text", text: "q" }]);
  assertEquals(decoder.push(encoder.encode("\x1b")), []);
  assertEquals(decoder.push(encoder.encode("[A")), [{ type: "key", name: "up" }]);
});
