import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../tests/harness/in_process.ts";

const CAPABILITIES = ["batch", "draft/metadata-3", "labeled-response"];

Deno.test("A room with much metadata is sent by SYNC only, and completely", async () => {
  await using server = await InProcessServer.start(`
    [limits]
    send-queue = "16 KB"
    lines-per-second = 0
    connections-per-address = 0
    metadata-subscriptions = 600
  `);
  const crowd = await Promise.all(Array.from({ length: 30 }, async (_, index) => {
    const client = await server.enter(`user${index}`, { channels: ["#1"] });
    await answers(client, `METADATA * SET about :${"x".repeat(290)}`);
    await answers(client, `METADATA * SET more :${"y".repeat(290)}`);
    return client;
  }));
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  for (let at = 0; at < 50; at++) await alice.send(`METADATA * SUB about more key${at}`);
  const entered = await answers(alice, "JOIN #1");
  assertEquals(entered.at(-1), "774 alice #1 1");
  await alice.send("@label=x METADATA #1 SYNC");
  const messages = await alice.sync();
  assertEquals(messages.filter(({ command }) => command === "761").length, crowd.length * 2);
  assertEquals(messages[0]?.tags.get("label"), "x");
  assertEquals(messages.filter(({ tags }) => tags.has("label")).length, 1);
});

Deno.test("A labelled change is answered under its label, and once", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  await answers(alice, "METADATA * SUB color");
  await alice.send("@label=x METADATA * SET color :red", "@label=y METADATA #1 GET color size");
  const messages = (await alice.sync()).map(({ tags, command }) => [tags.get("label"), command]);
  assertEquals(messages, [
    ["x", "761"],
    ["y", "BATCH"],
    [undefined, "766"],
    [undefined, "766"],
    [undefined, "BATCH"],
  ]);
});
