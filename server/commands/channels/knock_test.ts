import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("KNOCK asks the operators of a closed room, at most once a minute", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#open"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await answers(alice, "MODE #1 +i");
  const eve = await server.enter("eve");
  await answers(bob, "PING x");
  await alice.sync();
  assertEquals(await answers(eve, "KNOCK #1 :let me in"), [
    "711 eve #1 The operators of the room were told",
  ]);
  const told = await alice.waitFor("710");
  assertEquals(told.params, ["alice", "#1", "eve!~eve@127.0.0.1", "let me in"]);
  assertEquals((await bob.sync()).map(({ command }) => command), []);
  const numerics = async (line: string) => (await answers(eve, line)).map((it) => it.slice(0, 3));
  assertEquals(await numerics("KNOCK #1"), ["712"]);
  assertEquals(await numerics("KNOCK #open"), ["713"]);
  assertEquals(await numerics("KNOCK #none"), ["403"]);
  assertEquals((await answers(bob, "KNOCK #1"))[0]?.slice(0, 3), "714");
  await answers(alice, "MODE #1 +s");
  assertEquals(await numerics("KNOCK #1"), ["403"]);
  await answers(alice, "MODE #1 -s+b eve");
  await answers(alice, "MODE #1 -i");
  assertEquals(await numerics("KNOCK #1"), ["404"]);
});

Deno.test("KNOCK takes the words of its text also without a colon, as irssi sends them", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  await answers(alice, "MODE #1 +i");
  const eve = await server.enter("eve");
  await answers(eve, "KNOCK #1 let me in");
  assertEquals((await alice.waitFor("710")).params.at(-1), "let me in");
});
