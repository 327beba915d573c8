import { assertEquals, assertMatch } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("WHOWAS lists former users of a nickname, the latest first and up to the count", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  await answers(bob, "NICK robert");
  const carol = await server.enter("bob");
  await answers(carol, "NICK carol");
  const all = await answers(alice, "WHOWAS bob");
  assertEquals(all.filter((line) => line.startsWith("314")), [
    "314 alice bob ~bob 127.0.0.1 * bob",
    "314 alice bob ~bob 127.0.0.1 * bob",
  ]);
  assertMatch(all[1] ?? "", /^312 alice bob irc\.test \d{4}-/);
  assertEquals((await answers(alice, "WHOWAS bob 1")).length, 3);
  assertEquals((await answers(alice, "WHOWAS bob -1")).length, 5);
  assertEquals(await answers(alice, "WHOWAS nobody"), [
    "406 alice nobody Nobody had this nickname lately",
    "369 alice nobody End of WHOWAS",
  ]);
});
