import { assertEquals, assertMatch } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { answersTo, received } from "../harness/wire.ts";

const SERVER = "irc.test";

Deno.test("TOPIC shows, sets and removes a topic", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await alice.sync();
  assertEquals(await answersTo(alice, "TOPIC #1"), [`${SERVER} 331 alice #1 No topic is set`]);
  await answersTo(alice, "TOPIC #1 :One", "TOPIC #1 :");
  assertEquals(await received(bob), ["alice TOPIC #1 One", "alice TOPIC #1"]);
  assertEquals(await answersTo(alice, "TOPIC #1"), [`${SERVER} 331 alice #1 No topic is set`]);
});

Deno.test("With +t only operators set the topic, without it every member", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  assertEquals(await answersTo(bob, "TOPIC #1 :Mine"), [
    `${SERVER} 482 bob #1 You are not an operator of this room`,
  ]);
  await answersTo(alice, "MODE #1 -t");
  assertEquals(await answersTo(bob, "TOPIC #1 :Mine"), ["bob TOPIC #1 Mine"]);
  const eve = await server.enter("eve");
  assertEquals(await answersTo(eve, "TOPIC #1 :Mine"), [
    `${SERVER} 442 eve #1 You are not in that room`,
  ]);
});

Deno.test("RENAME keeps members, topic and modes, and without the capability looks like PART and JOIN", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", {
    channels: ["#1"],
    capabilities: ["draft/channel-rename"],
  });
  await answersTo(alice, "TOPIC #1 :Tea", "MODE #1 +m");
  const bob = await server.enter("bob", { channels: ["#1"] });
  await bob.sync();
  assertEquals(await answersTo(alice, "RENAME #1 #tea :Better"), ["alice RENAME #1 #tea Better"]);
  const lines = await received(bob);
  assertEquals(lines.slice(0, 3), [
    "bob PART #1 Better",
    "bob JOIN #tea",
    `${SERVER} 332 bob #tea Tea`,
  ]);
  assertEquals(lines.slice(-2), [
    `${SERVER} 353 bob = #tea @alice bob`,
    `${SERVER} 366 bob #tea End of NAMES`,
  ]);
  assertEquals((await answersTo(bob, "MODE #tea"))[0], `${SERVER} 324 bob #tea +mnt`);
  assertEquals(await answersTo(bob, "PART #1"), [`${SERVER} 403 bob #1 There is no such room`]);
});

Deno.test("RENAME is refused for each reason", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["draft/channel-rename", "standard-replies"];
  const alice = await server.enter("alice", { channels: ["#1", "#2"], capabilities });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  const [taken, wrong] = await answersTo(alice, "RENAME #1 #2", "RENAME #1 bad");
  assertMatch(taken!, /^irc\.test FAIL RENAME CHANNEL_NAME_IN_USE #1 #2 /);
  assertMatch(wrong!, /^irc\.test FAIL RENAME CANNOT_RENAME #1 bad /);
  assertEquals(await answersTo(bob, "RENAME #1 #3", "RENAME #none #3"), [
    `${SERVER} 482 bob #1 You are not an operator of this room`,
    `${SERVER} 403 bob #none There is no such room`,
  ]);
});
