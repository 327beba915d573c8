import { assertEquals } from "@std/assert";

import { decodeMessage, encodeMessage, MAX_COUNTS, type NodeMessage } from "./messages.ts";

const FROM = { epoch: "e1" };

function decodeText(value: unknown): NodeMessage | undefined {
  return decodeMessage(new TextEncoder().encode(JSON.stringify(value)));
}

Deno.test("A message of each type is read as it was written", () => {
  const messages: NodeMessage[] = [
    { ...FROM, type: "use", counts: { work: [["192.0.2.1", 12.5]] }, open: [["192.0.2.1", 3]] },
    { ...FROM, type: "count", limit: "logins", key: "bob 192.0.2.1", amount: 1 },
    { ...FROM, type: "about", people: 3, version: "chat-0.1.0", startedAt: 1.7e12, topic: "t" },
  ];
  for (const message of messages) assertEquals(decodeMessage(encodeMessage(message)), message);
});

Deno.test("What is no message, too large, or of a type of a later version is ignored", () => {
  const count = { ...FROM, type: "count", limit: "logins", key: "k", amount: 1 };
  const pair = ["192.0.2.1", 1];
  for (
    const wrong of [
      null,
      [],
      "use",
      { ...count, type: "later" },
      { ...count, type: "toString" },
      { ...count, epoch: undefined },
      { ...count, amount: -1 },
      { ...count, amount: 1e300 },
      { ...count, amount: "1" },
      { ...count, key: "k".repeat(1_000) },
      { ...FROM, type: "use", counts: {}, open: Array(MAX_COUNTS + 1).fill(pair) },
      { ...FROM, type: "use", counts: { work: [["a"]] }, open: [] },
      { ...FROM, type: "use", counts: null, open: [] },
      { ...FROM, type: "about", people: 3, version: 1, startedAt: 1, topic: "t" },
      { ...FROM, type: "about", people: 3, version: "1", startedAt: 1e300, topic: "t" },
    ]
  ) assertEquals(decodeText(wrong), undefined, JSON.stringify(wrong)?.slice(0, 80));
  assertEquals(decodeMessage(new Uint8Array([0xff, 0xfe])), undefined);
  assertEquals(decodeMessage(new Uint8Array(1_000_000).fill(0x20)), undefined);
});
