import { assert, assertEquals } from "@std/assert";

import { formatCtcp, isAction, isCtcp, parseCtcp } from "./ctcp.ts";

Deno.test("CTCP has a command in capitals and a text, which may be empty", () => {
  assertEquals(parseCtcp("\x01ACTION waves  twice\x01"), {
    command: "ACTION",
    text: "waves  twice",
  });
  assertEquals(parseCtcp("\x01version\x01"), { command: "VERSION", text: "" });
  assertEquals(parseCtcp("\x01"), { command: "", text: "" });
});

Deno.test("CTCP may lack its closing delimiter", () => {
  assertEquals(parseCtcp("\x01ACTION waves"), { command: "ACTION", text: "waves" });
});

Deno.test("A text that does not begin with the delimiter is not CTCP", () => {
  assertEquals(parseCtcp("waves"), undefined);
  assertEquals(parseCtcp(""), undefined);
  assertEquals(parseCtcp(" \x01ACTION waves\x01"), undefined);
});

Deno.test("CTCP that is formatted parses to the same", () => {
  for (const ctcp of [{ command: "PING", text: "1 2" }, { command: "VERSION", text: "" }]) {
    assertEquals(parseCtcp(formatCtcp(ctcp)), ctcp);
  }
});

Deno.test("An action may lack its text and its end, and no other request is one", () => {
  for (const text of ["\x01ACTION waves\x01", "\x01ACTION waves", "\x01ACTION\x01", "\x01ACTION"]) {
    assert(isAction(text), text);
    assert(isCtcp(text), text);
  }
  for (const text of ["ACTION waves", "\x01ACTIONS\x01", "\x01VERSION\x01", "\x01action x\x01"]) {
    assert(!isAction(text), text);
  }
});
