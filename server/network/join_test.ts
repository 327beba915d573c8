import { assertEquals } from "@std/assert";
import type { NetworkEvent } from "./events.ts";
import { connect, Events, join } from "./testing.ts";

Deno.test("A JOIN that comes after a ban, a key or the last place is refused", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), connect("carol"), join("alice"), join("carol"));
  const change = (adding: boolean, mode: string, argument: string) =>
    events.all({
      type: "channel-mode",
      user: "alice",
      channel: "#1",
      changes: [{ adding, mode, argument }],
    });
  const attempt = (key: string) => events.refusal({ ...join("bob"), key } as NetworkEvent);
  for (const [mode, argument] of [["b", "bob!*@*"], ["k", "key"], ["l", "2"]] as const) {
    change(true, mode, argument);
    assertEquals(attempt(""), "may-not-join", mode);
    if (mode === "k") assertEquals(attempt("wrong"), "may-not-join");
    if (mode !== "k") change(false, mode, argument);
  }
  assertEquals(attempt("key"), undefined);
});
