import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("An operator with a voice can be kicked by another operator", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await answers(alice, "MODE #1 +ov bob bob");
  assertEquals(await answers(alice, "KICK #1 bob :out"), ["KICK #1 bob out"]);
  await bob.waitFor("KICK");
});
