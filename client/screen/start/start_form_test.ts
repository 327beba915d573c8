import { assertEquals } from "@std/assert";

import type { Row } from "../drawing/style.ts";
import { assertScreen } from "../testing/screens.ts";
import { StartForm } from "./start_form.ts";

const EMPTY = { name: "", server: "chat.example", rooms: "lobby" };

function open(answers = EMPTY) {
  const form = new StartForm({
    answers,
    check: (field, text) =>
      field === "name" && !/^[a-z]+$/.test(text) ? "A name has letters alone" : undefined,
  });
  const keys = (...names: string[]) =>
    names.map((name) => form.input({ type: "key", name })).at(-1);
  const type = (text: string) => form.input({ type: "text", text });
  return { form, keys, type };
}

function text(rows: readonly Row[]): string[] {
  return rows.map((row) => row.map((span) => span.text).join(""));
}

Deno.test("The first page at 80x24, with a problem", () => {
  const { form, keys, type } = open();
  type("Bob 1");
  keys("enter");
  const { rows, cursor } = form.draw({ columns: 80, rows: 24 });
  assertScreen(
    text(rows),
    `




    chat
    Rooms and direct messages, in your terminal

    Your name  Bob 1
    Server     chat.example
    Rooms      lobby

    A name has letters alone
    Type the name that others will see, then press Enter
    Tab and the arrows go to another line, Ctrl+C leaves
`,
  );
  assertEquals(cursor, { row: 7, column: 20 });
});

Deno.test("The first page at 40x12, with the help for another line", () => {
  const { form, keys, type } = open();
  type("bob");
  keys("enter");
  const { rows, cursor } = form.draw({ columns: 40, rows: 12 });
  assertScreen(
    text(rows),
    `
  chat
  Rooms and direct messages, in your …

  Your name  bob
  Server     chat.example
  Rooms      lobby

  Type the server's address, HOST or
  HOST:PORT, or several with commas;
  add tls for TLS
  Tab and the arrows go to another
  line, Ctrl+C leaves
`,
  );
  assertEquals(cursor.row, 4);
});

Deno.test("Enter on the last line begins, or goes back to a line that is wrong", () => {
  const { form, keys, type } = open();
  keys("up");
  assertEquals(keys("enter"), undefined);
  type("bob");
  assertEquals(form.answers.name, "bob");
  assertEquals(keys("enter", "enter", "enter"), "done");
  assertEquals(form.answers, { ...EMPTY, name: "bob" });
});

Deno.test("Ctrl+C and Escape leave the first page, and Ctrl+D does where nothing is typed", () => {
  assertEquals(open().keys("ctrl+c"), "quit");
  assertEquals(open().keys("escape"), "quit");
  assertEquals(open().keys("ctrl+d"), "quit");
  const { form, keys } = open({ ...EMPTY, name: "bob" });
  assertEquals(keys("home", "ctrl+d"), undefined);
  assertEquals(form.answers.name, "ob");
});
