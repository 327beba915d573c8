import { assertEquals } from "@std/assert";
import { Editor } from "../line/editor.ts";
import { hasSecret, maskSecrets, sendsSecret } from "./secrets.ts";

Deno.test("A typed password is not shown", () => {
  assertEquals(maskSecrets("/login bob hunter2"), "/login ••• •••••••");
  assertEquals(maskSecrets("/register geheim b@example.org"), "/register •••••• •••••••••••••");
  assertEquals(maskSecrets("/PASSWORD old new"), "/PASSWORD ••• •••");
  assertEquals(maskSecrets("/msg NickServ IDENTIFY x"), "/msg NickServ •••••••• •");
  assertEquals(maskSecrets("/msg NickServ@services.example IDENTIFY x").slice(-10), "•••••••• •");
  assertEquals(maskSecrets("/raw PASS x"), "/raw PASS •");
  assertEquals(maskSecrets("/raw @a=b :bob OPER x y"), "/raw @a=b :bob OPER • •");
  assertEquals(maskSecrets("/raw REGISTER * * x"), "/raw REGISTER • • •");
  assertEquals(maskSecrets("/oper admin x"), "/oper ••••• •");
  assertEquals(maskSecrets("/identify x"), "/identify •");
  for (const line of ["/log", "/logins are", "//login x", "login x", "/msg bob login x"]) {
    assertEquals(maskSecrets(line), line);
  }
});

Deno.test("A password is not shown that is said to a service", () => {
  assertEquals(maskSecrets("identify hunter2", "NickServ"), "identify •••••••");
  assertEquals(maskSecrets("SET PASSWORD hunter2", "nickserv"), "SET PASSWORD •••••••");
  assertEquals(maskSecrets("help register", "NickServ"), "help register");
  assertEquals(maskSecrets("identify the bird", "bob"), "identify the bird");
  assertEquals(hasSecret("identify hunter2"), false);
});

Deno.test("Commands that send a password are known", () => {
  const secret = [
    ["PASS", "x"],
    ["oper", "a", "x"],
    ["AUTHENTICATE", "AGEAYg=="],
    ["REGISTER", "*", "*", "x"],
    ["NS", "IDENTIFY", "x"],
    ["PRIVMSG", "NickServ", "identify x"],
    ["SQUERY", "bob,NickServ@services", "identify x"],
  ];
  for (const [command = "", ...params] of secret) {
    assertEquals(sendsSecret(command, params), true, command);
  }
  const others = [["NS", "HELP"], ["PRIVMSG", "bob", "identify x"], ["JOIN", "#1"], [
    "VERIFY",
    "a",
  ]];
  for (const [command = "", ...params] of others) {
    assertEquals(sendsSecret(command, params), false, command);
  }
});

Deno.test("The arrows do not bring back a line with a password", () => {
  const editor = new Editor(() => ({ replaces: 0, candidates: [] }));
  for (const [line, to] of [["hello", "#1"], ["/login bob hunter2", "#1"], ["id x", "NickServ"]]) {
    editor.insert(line!);
    assertEquals(editor.take(to), line);
  }
  editor.press("up");
  assertEquals(editor.text, "hello");
});
