import { assertEquals } from "@std/assert";
import { Editor } from "../line/editor.ts";
import { withoutSecrets } from "./secrets.ts";

function shown(line: string): string {
  return withoutSecrets([...line]).join("");
}

Deno.test("A typed password is not shown", () => {
  assertEquals(shown("/login bob hunter2"), "/login ••• •••••••");
  assertEquals(shown("/register geheim b@example.org"), "/register •••••• •••••••••••••");
  assertEquals(shown("/PASSWORD old new"), "/PASSWORD ••• •••");
  assertEquals(shown("/msg NickServ IDENTIFY x"), "/msg NickServ •••••••• •");
  assertEquals(shown("/raw PASS x"), "/raw PASS •");
  for (const line of ["/log", "/logins are", "//login x", "login x", "/msg bob login x"]) {
    assertEquals(shown(line), line);
  }
});

Deno.test("The arrows do not bring back a line with a password", () => {
  const editor = new Editor(() => ({ replaces: 0, candidates: [] }));
  for (const line of ["hello", "/login bob hunter2"]) {
    editor.insert(line);
    assertEquals(editor.take(), line);
  }
  editor.press("up");
  assertEquals(editor.text, "hello");
});
