import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("USERHOST and ISON list the users who are online", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const bob = await server.enter("bob");
  await answers(bob, "AWAY :lunch");
  assertEquals(await answers(root, "USERHOST root BOB nobody"), [
    "302 root root*=+~root@127.0.0.1 bob=-~bob@127.0.0.1",
  ]);
  assertEquals(await answers(root, "ISON :BOB nobody root"), ["303 root bob root"]);
  assertEquals(await answers(root, "ISON nobody"), ["303 root "]);
});
