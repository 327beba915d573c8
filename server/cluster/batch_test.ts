import { assertEquals, assertThrows } from "@std/assert";
import { join, snapshot } from "../network/testing.ts";
import { decodeBatch, encodeBatch, encodeEvent, FORMAT, type Format } from "./batch.ts";
import { TestNode } from "./test_node.ts";
import { MemoryBroker } from "./testing.ts";

const HEAD = { version: FORMAT.version, node: "a", epoch: "1", number: 2, time: 3 };

Deno.test("A batch has the tags of messages after it was sent", () => {
  const event = {
    type: "message",
    kind: "PRIVMSG",
    from: "1",
    target: { channel: "#1", status: 0 },
    text: "hi",
    tags: new Map([["+a", "b"]]),
  } as const;
  const { events } = decodeBatch(encodeBatch({ ...HEAD, events: [encodeEvent(event, "s")] }));
  assertEquals(events, [[event, "s"]]);
});

Deno.test("A batch of a later format, or with an unknown event, is not read", () => {
  const later = encodeBatch({ ...HEAD, version: FORMAT.version + 1, events: [] });
  assertThrows(() => decodeBatch(later), Error, "update this server");
  const unknown = encodeBatch({ ...HEAD, events: ['[{"type":"dance"}]'] });
  assertThrows(() => decodeBatch(unknown), Error, "it has an event of the type dance, which this");
});

const [EARLIER, LATER]: readonly Format[] = [
  { version: 1, since: {} },
  { version: 2, since: { away: 2 } },
];

Deno.test("A type of event that came later is taken once all nodes know it, and refused meanwhile", async () => {
  const broker = new MemoryBroker();
  const one = await TestNode.open(broker, { format: LATER! });
  const old = await TestNode.open(broker, { node: "b", format: EARLIER! });
  const [bob, alice] = [await old.connect("bob"), await one.connect("alice")];
  const away = (message: string) => one.append({ type: "away", user: alice, message });
  assertEquals(await away("one"), [{ ok: false, refusal: "unavailable" }]);
  await one.append(join(alice));
  await old.append(join(bob));
  await one.journal.settled();
  assertEquals(snapshot(old.network), snapshot(one.network));
  old.close();
  const ended = one.journal.endEpoch(old.journal.epoch);
  one.journal.commit();
  await ended;
  assertEquals((await away("two"))[0]?.ok, true);
  one.close();
});

Deno.test("A node that does not know the format of a batch ends with a sentence, also after a snapshot", async () => {
  const broker = new MemoryBroker();
  const one = await TestNode.open(broker, { format: LATER! });
  await one.connect("alice");
  const old = await TestNode.open(broker, { node: "b", format: EARLIER! });
  const sentence = "Cannot follow the log of the cluster: it has batches of the format 2, which " +
    "this server does not know; update this server";
  assertEquals(old.broken.splice(0), [sentence]);
  const later = await TestNode.open(broker, { format: LATER!, snapshot: one.journal.snapshot() });
  assertEquals(later.journal.version, 2);
  for (const node of [one, old, later]) node.close();
});
