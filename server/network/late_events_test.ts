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

Deno.test("Whoever has lost a status changes no modes and no topic, and kicks nobody who is above", () => {
  const events = new Events();
  events.all(connect("alice"), connect("bob"), join("alice"), join("bob"));
  const give = (by: string, user: string, adding: boolean): NetworkEvent => ({
    type: "channel-mode",
    user: by,
    channel: "#1",
    changes: [{ adding, mode: "o", user, argument: user }],
  });
  const kick = (by: string, user: string): NetworkEvent => {
    return { type: "kick", by, user, channel: "#1", reason: "" };
  };
  events.all(give("alice", "bob", true), give("alice", "bob", false));
  assertEquals(events.refusal(give("bob", "alice", false)), "gone");
  assertEquals(events.refusal(kick("bob", "alice")), "gone");
  assertEquals(events.refusal({ type: "topic", user: "bob", channel: "#1", text: "x" }), "gone");
  events.all(give("alice", "alice", false));
  assertEquals(events.refusal(give("alice", "alice", true)), "gone");
});
