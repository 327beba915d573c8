import { assertEquals, assertStringIncludes } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("KILL disconnects a user, and users of shared rooms see the reason", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const bob = await server.enter("bob", { channels: ["#1"] });
  const carol = await server.enter("carol", { channels: ["#1"] });
  await root.send("KILL bob :be kind");
  assertEquals((await bob.waitFor("KILL")).params, ["bob", "be kind"]);
  assertStringIncludes((await bob.waitFor("ERROR")).params[0] ?? "", "[Killed (root (be kind))]");
  await bob.closed();
  assertEquals((await carol.waitFor("QUIT")).params, ["Killed (root (be kind))"]);
  assertEquals(await answers(root, "KILL bob"), ["401 root bob There is no such nickname or room"]);
  assertEquals(await answers(root, "KILL irc.test"), ["483 root A server cannot be killed"]);
});
