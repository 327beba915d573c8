import { assertEquals } from "@std/assert";

import type { ClientEvent } from "../../events.ts";
import { TEN, viewOf } from "../testing/views.ts";
import { topicRow } from "./topic.ts";

function shown(...events: ClientEvent[]): string {
  return topicRow(viewOf(events, { columns: 80, rows: 24 })).map(({ text }) => text).join("");
}

Deno.test("The top shows the room, its modes and its topic", () => {
  const topic: ClientEvent = { type: "topic", time: TEN, channel: "#1", topic: "Tea", by: "al" };
  const modes: ClientEvent = {
    ...{ type: "mode", time: TEN, target: "#1", room: true, by: undefined },
    ...{ modes: "+nt", args: [], quiet: true },
  };
  assertEquals(shown(topic), " 1   Tea");
  assertEquals(shown(topic, modes), " 1  +nt  Tea");
});
