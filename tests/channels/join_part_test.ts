import { assertEquals, assertMatch } from "@std/assert";

import { makeAccount } from "../harness/accounts.ts";
import { InProcessServer } from "../harness/in_process.ts";
import { answersTo, codes, received } from "../harness/wire.ts";

const SERVER = "irc.test";

Deno.test("JOIN of a new channel shows the join and the names, and makes the user its operator", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await answersTo(alice, "JOIN #1"), [
    "alice JOIN #1",
    `${SERVER} 353 alice = #1 @alice`,
    `${SERVER} 366 alice #1 End of NAMES`,
  ]);
});

Deno.test("JOIN of a channel with a topic shows the topic, who set it and when", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await answersTo(alice, "TOPIC #1 :Tea"), ["alice TOPIC #1 Tea"]);
  const bob = await server.enter("bob");
  const [join, topic, whoTime, ...rest] = await answersTo(bob, "JOIN #1");
  assertEquals([join, topic], ["bob JOIN #1", `${SERVER} 332 bob #1 Tea`]);
  assertMatch(whoTime!, /^irc\.test 333 bob #1 alice!~alice@127\.0\.0\.1 \d{10}$/);
  assertEquals(rest, [`${SERVER} 353 bob = #1 @alice bob`, `${SERVER} 366 bob #1 End of NAMES`]);
  assertEquals(await received(alice), ["bob JOIN #1"]);
});

Deno.test("JOIN of a channel the user is in does nothing, in whatever case its name is written", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#Tea"] });
  assertEquals(await answersTo(alice, "JOIN #tea", "JOIN #TEA"), []);
});

Deno.test("One JOIN enters several channels, each with its key", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2", "#3"] });
  await alice.send("MODE #1 +k one", "MODE #3 +k three");
  await alice.sync();
  const bob = await server.enter("bob");
  const lines = await answersTo(bob, "JOIN #1,#2,#3 one,,wrong");
  assertEquals(lines.filter((line) => !line.includes(" 353 ")), [
    "bob JOIN #1",
    `${SERVER} 366 bob #1 End of NAMES`,
    "bob JOIN #2",
    `${SERVER} 366 bob #2 End of NAMES`,
    `${SERVER} 475 bob #3 Cannot join the room: the key is wrong (+k)`,
  ]);
});

Deno.test("JOIN with an invalid name is refused with 476", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  for (const name of ["tea", "#a\x07b", `#${"x".repeat(64)}`, "#"]) {
    const lines = await answersTo(alice, `JOIN ${name}`);
    assertEquals(codes(lines), ["476"], name);
  }
});

Deno.test("JOIN 0 leaves every channel", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  assertEquals(await answersTo(alice, "JOIN 0"), ["alice PART #1", "alice PART #2"]);
});

Deno.test("PART is seen by all members, with its reason", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await alice.sync();
  assertEquals(await answersTo(bob, "PART #1 :Good night"), ["bob PART #1 Good night"]);
  assertEquals(await received(alice), ["bob PART #1 Good night"]);
  assertEquals(await answersTo(bob, "PART #1"), [
    `${SERVER} 442 bob #1 You are not in that room`,
  ]);
  assertEquals(await answersTo(bob, "PART #none"), [
    `${SERVER} 403 bob #none There is no such room`,
  ]);
});

Deno.test("A channel without members is gone, and its topic and modes with it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  await answersTo(alice, "MODE #1 +m", "TOPIC #1 :Tea", "PART #1");
  assertEquals(await answersTo(alice, "TOPIC #1"), [
    `${SERVER} 403 alice #1 There is no such room`,
  ]);
  const [, , , mode] = await answersTo(alice, "JOIN #1", "MODE #1");
  assertEquals(mode, `${SERVER} 324 alice #1 +nt`);
});

Deno.test("QUIT is seen once by all who share channels", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  const bob = await server.enter("bob", { channels: ["#1", "#2"] });
  await bob.sync();
  await alice.send("QUIT :Good night");
  await alice.closed();
  assertEquals((await bob.waitFor("QUIT")).params, ["Quit: Good night"]);
  assertEquals((await received(bob)).filter((line) => line.includes("QUIT")), []);
});

Deno.test("When the last operator of a room of guests leaves, who is there the longest becomes one", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  const bob = await server.enter("bob", { channels: ["#1", "#2"] });
  const carol = await server.enter("carol", { channels: ["#1", "#2"] });
  await carol.sync();
  await answersTo(bob, "PART #2");
  await answersTo(bob, "JOIN #2");
  await carol.sync();
  assertEquals(await answersTo(alice, "PART #1"), ["alice PART #1"]);
  assertEquals(await received(carol), ["alice PART #1", "irc.test MODE #1 +o bob"]);
  await alice.send("QUIT");
  await alice.closed();
  assertEquals(await received(carol), ["alice QUIT Quit", "irc.test MODE #2 +o carol"]);
});

Deno.test("A room with a founder, or with another operator, gets no new operator", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#guests"] });
  await makeAccount(alice);
  await alice.join("#own");
  const bob = await server.enter("bob", { channels: ["#guests", "#own"] });
  const carol = await server.enter("carol", { channels: ["#guests", "#own"] });
  await answersTo(alice, "MODE #guests +o carol");
  await answersTo(bob, "PING x");
  await carol.sync();
  await answersTo(alice, "PART #own", "PART #guests");
  assertEquals(await received(carol), ["alice PART #own", "alice PART #guests"]);
});
