import { assertEquals, assertMatch } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("STATS shows the uptime to everybody and the operators to operators", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const [uptime, end] = await answers(alice, "STATS u");
  assertMatch(uptime ?? "", /^242 alice Server up /);
  assertEquals(end, "219 alice u End of STATS");
  assertEquals(await answers(alice, "STATS o"), [
    "481 alice Only a server operator may do this",
    "219 alice o End of STATS",
  ]);
  const root = await server.enterOperator("root");
  assertEquals((await answers(root, "STATS o"))[0], "243 root O * * root");
  assertEquals(await answers(root, "LINKS"), ["365 root * End of LINKS"]);
  assertEquals(await answers(root, "MAP"), ["006 root irc.test [Users: 2]", "007 root End of MAP"]);
});
