import { assertEquals } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";

/** All answers together are larger than a send queue. */
const REQUESTS = 30;

Deno.test("A client that asks for more history than its queue holds receives all of it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const capabilities = ["batch", "draft/chathistory", "message-tags", "server-time"];
  const bob = await server.enter("bob", { capabilities, channels: ["#1"] });
  await alice.send(...Array.from({ length: 500 }, () => `PRIVMSG #1 :${"x".repeat(380)}`));
  await alice.sync();
  await bob.sync();
  await bob.send(...Array.from({ length: REQUESTS }, () => "CHATHISTORY LATEST #1 * 300"));
  const replayed = (await bob.sync()).filter(({ command }) => command === "PRIVMSG");
  assertEquals(replayed.length, REQUESTS * 300);
});
