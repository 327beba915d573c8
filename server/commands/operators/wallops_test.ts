import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("WALLOPS reaches users who have set mode w", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const bob = await server.enter("bob");
  const carol = await server.enter("carol");
  await answers(bob, "MODE bob +w");
  assertEquals(await answers(root, "WALLOPS :"), ["461 root WALLOPS Not enough parameters"]);
  await answers(root, "WALLOPS :dinner is served");
  assertEquals((await bob.waitFor("WALLOPS")).params, ["dinner is served"]);
  assertEquals(await carol.sync(), []);
});
