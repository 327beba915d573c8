import { assertEquals, assertStringIncludes } from "@std/assert";

import { drawText } from "../testing/screens.ts";
import { joining, saying, TEN, viewOf } from "../testing/views.ts";
import type { ScreenView } from "../view.ts";
import type { ClientEvent } from "../../events.ts";
import { typingEnds } from "./status.ts";

const time = TEN;
const size = { columns: 100, rows: 20 };

function status(view: ScreenView): string {
  return drawText(view).at(-2) ?? "";
}

function typing(nick: string): ClientEvent {
  return { type: "typing", time, nick, conversation: "#1", state: "active" } as ClientEvent;
}

Deno.test("The status has our name, the network, how slow answers are, and that we are away", () => {
  const events: ClientEvent[] = [{ type: "away", time, nick: "bob", own: true, message: "tea" }];
  const view = viewOf(events, size);
  assertStringIncludes(status(view), " bob · away · Example: connected, 12 ms ");
  const slow = { ...view, networks: view.networks.map((one) => ({ ...one, lagMs: 2_345 })) };
  assertStringIncludes(status(slow), "connected, slow: 2.3 s");
});

Deno.test("The status says who is typing, until they have sent it", () => {
  const come = [...joining("al", "#1"), ...joining("eve", "#1"), ...joining("dan", "#1")];
  const one = viewOf([...come, typing("al")], size);
  assertStringIncludes(status(one), "al is typing…");
  assertStringIncludes(status(viewOf([...come, typing("al"), typing("eve")], size)), "al and eve");
  const many = [...come, typing("al"), typing("eve"), typing("dan")];
  assertStringIncludes(status(viewOf(many, size)), "3 people are typing…");
  assertEquals(
    status(viewOf([...come, typing("al"), saying("al", "x")], size)).includes("typing"),
    false,
  );
  const later = { ...one, now: typingEnds(one) };
  assertEquals(status(later).includes("typing"), false);
  assertEquals(typingEnds(later), Infinity);
});

Deno.test("A hint takes the place of the help, also on a narrow terminal", () => {
  const hint = "Ctrl+C again leaves";
  for (const columns of [40, 60, 100]) {
    const row = status(viewOf([], { columns, rows: 12, hint }));
    assertEquals(row.length, columns);
    assertStringIncludes(row, hint);
  }
});

Deno.test("On a narrow terminal who is typing comes before a connection that is there", () => {
  const narrow = { columns: 40, rows: 12 };
  const view = viewOf([...joining("alexander", "#1"), typing("alexander")], narrow);
  assertEquals(status(view), " bob · alexander is typing…     F1 keys ");
  const lost: ClientEvent = { type: "connection", time, status: "waiting", seconds: 5 } as never;
  assertEquals(
    status(viewOf([lost], narrow)),
    " bob · Example: connection lost, tryin… ",
  );
});
