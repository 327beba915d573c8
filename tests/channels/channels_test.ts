import { assertEquals, assertMatch } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { heard, told } from "../harness/wire.ts";

const SERVER = "irc.test";

Deno.test("who joins a room hears of the join, then the names, and runs a new room", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await told(alice, "JOIN #1"), [
    "alice JOIN #1",
    `${SERVER} 353 alice = #1 @alice`,
    `${SERVER} 366 alice #1 End of NAMES`,
  ]);
});

Deno.test("who joins a room with a topic is told it, who set it and when", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await told(alice, "TOPIC #1 :Tea"), ["alice TOPIC #1 Tea"]);
  const bob = await server.enter("bob");
  const [join, topic, whoTime, ...rest] = await told(bob, "JOIN #1");
  assertEquals([join, topic], ["bob JOIN #1", `${SERVER} 332 bob #1 Tea`]);
  assertMatch(whoTime!, /^irc\.test 333 bob #1 alice!~alice@127\.0\.0\.1 \d{10}$/);
  assertEquals(rest, [`${SERVER} 353 bob = #1 @alice bob`, `${SERVER} 366 bob #1 End of NAMES`]);
  assertEquals(await heard(alice), ["bob JOIN #1"]);
});

Deno.test("joining a room one is in does nothing, in whatever case it is written", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#Tea"] });
  assertEquals(await told(alice, "JOIN #tea", "JOIN #TEA"), []);
});

Deno.test("one JOIN enters several rooms, each with its key", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2", "#3"] });
  await alice.send("MODE #1 +k one", "MODE #3 +k three");
  await alice.sync();
  const bob = await server.enter("bob");
  const lines = await told(bob, "JOIN #1,#2,#3 one,,wrong");
  assertEquals(lines.filter((line) => !line.includes(" 353 ")), [
    "bob JOIN #1",
    `${SERVER} 366 bob #1 End of NAMES`,
    "bob JOIN #2",
    `${SERVER} 366 bob #2 End of NAMES`,
    `${SERVER} 475 bob #3 Cannot join the room: the key is wrong (+k)`,
  ]);
});

Deno.test("a name that cannot be a room's is refused with 476", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  for (const name of ["tea", "#a\x07b", `#${"x".repeat(64)}`, "#"]) {
    const [line, ...rest] = await told(alice, `JOIN ${name}`);
    assertMatch(line!, / (476|403) alice /);
    assertEquals(rest, []);
  }
});

Deno.test("JOIN 0 leaves every room", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  assertEquals(await told(alice, "JOIN 0"), ["alice PART #1", "alice PART #2"]);
});

Deno.test("PART is heard by all in the room, with its reason", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await alice.sync();
  assertEquals(await told(bob, "PART #1 :Good night"), ["bob PART #1 Good night"]);
  assertEquals(await heard(alice), ["bob PART #1 Good night"]);
  assertEquals(await told(bob, "PART #1"), [
    `${SERVER} 442 bob #1 You are not in that room`,
  ]);
  assertEquals(await told(bob, "PART #none"), [`${SERVER} 403 bob #none There is no such room`]);
});

Deno.test("a room that everybody left is gone, and its modes with it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  await told(alice, "MODE #1 +m", "TOPIC #1 :Tea", "PART #1");
  assertEquals(await told(alice, "TOPIC #1"), [`${SERVER} 403 alice #1 There is no such room`]);
  const [, , , mode] = await told(alice, "JOIN #1", "MODE #1");
  assertEquals(mode, `${SERVER} 324 alice #1 +nt`);
});

Deno.test("a topic is shown, set and removed", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await alice.sync();
  assertEquals(await told(alice, "TOPIC #1"), [`${SERVER} 331 alice #1 No topic is set`]);
  await told(alice, "TOPIC #1 :One", "TOPIC #1 :");
  assertEquals(await heard(bob), ["alice TOPIC #1 One", "alice TOPIC #1"]);
  assertEquals(await told(alice, "TOPIC #1"), [`${SERVER} 331 alice #1 No topic is set`]);
});

Deno.test("with +t only who runs the room sets its topic, without it every member", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  assertEquals(await told(bob, "TOPIC #1 :Mine"), [
    `${SERVER} 482 bob #1 You are not an operator of this room`,
  ]);
  await told(alice, "MODE #1 -t");
  assertEquals(await told(bob, "TOPIC #1 :Mine"), ["bob TOPIC #1 Mine"]);
  const eve = await server.enter("eve");
  assertEquals(await told(eve, "TOPIC #1 :Mine"), [
    `${SERVER} 442 eve #1 You are not in that room`,
  ]);
});

Deno.test("NAMES tells who is in a room, with the highest status of each or with all", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", {
    channels: ["#1"],
    capabilities: ["multi-prefix", "userhost-in-names"],
  });
  await told(alice, "MODE #1 +vv alice bob");
  assertEquals(await told(alice, "NAMES #1"), [
    `${SERVER} 353 alice = #1 @alice +bob`,
    `${SERVER} 366 alice #1 End of NAMES`,
  ]);
  assertEquals(await told(bob, "NAMES #1"), [
    `${SERVER} 353 bob = #1 @+alice!~alice@127.0.0.1 +bob!~bob@127.0.0.1`,
    `${SERVER} 366 bob #1 End of NAMES`,
  ]);
});

Deno.test("NAMES of no room ends at once", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await told(alice, "NAMES #none"), [`${SERVER} 366 alice #none End of NAMES`]);
});

Deno.test("the names of a crowd come on lines that are short enough, each once", async () => {
  await using server = await InProcessServer.start();
  const names = Array.from({ length: 60 }, (_, index) => `person-with-a-name-${index}`);
  await Promise.all(names.map((name) => server.enter(name, { channels: ["#1"] })));
  const alice = await server.enter("alice", { channels: ["#1"] });
  await alice.send("NAMES #1");
  const replies = (await alice.sync()).filter(({ command }) => command === "353");
  assertEquals(replies.length > 1, true);
  const listed = replies.flatMap(({ params }) => params[3]!.trim().split(" "));
  assertEquals(listed.map((word) => word.replace("@", "")).sort(), [...names, "alice"].sort());
});

Deno.test("LIST counts who is in each room and tells its topic", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  await server.enter("bob", { channels: ["#1"] });
  await told(alice, "TOPIC #1 :Tea for two");
  assertEquals(await told(alice, "LIST"), [
    `${SERVER} 321 alice Channel Users  Topic`,
    `${SERVER} 322 alice #1 2 Tea for two`,
    `${SERVER} 322 alice #2 1`,
    `${SERVER} 323 alice End of LIST`,
  ]);
});

Deno.test("LIST filters by mask, by not being a mask, by size and by topic's age", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#tea", "#team", "#coffee"] });
  await server.enter("bob", { channels: ["#tea"] });
  await told(alice, "TOPIC #coffee :Beans");
  const rooms = async (condition: string) =>
    (await told(alice, `LIST ${condition}`)).filter((line) => line.includes(" 322 "))
      .map((line) => line.split(" ")[3]);
  assertEquals(await rooms("#tea*"), ["#tea", "#team"]);
  assertEquals(await rooms("!*tea*"), ["#coffee"]);
  assertEquals(await rooms(">1"), ["#tea"]);
  assertEquals(await rooms("<2"), ["#team", "#coffee"]);
  assertEquals(await rooms("T<5"), ["#coffee"]);
  assertEquals(await rooms("C<5"), ["#tea", "#team", "#coffee"]);
  assertEquals(await rooms("C>5"), []);
});

Deno.test("a secret room is hidden from LIST, NAMES, WHO, WHOIS and TOPIC", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const eve = await server.enter("eve");
  await told(alice, "MODE #1 +s");
  const lines = await told(eve, "LIST", "NAMES #1", "WHO #1", "WHOIS alice", "TOPIC #1", "MODE #1");
  const codes = lines.map((line) => line.split(" ")[1]);
  for (const code of ["322", "353", "352", "319", "332", "331", "324"]) {
    assertEquals(codes.includes(code), false, `${code} is told of a secret room`);
  }
  assertEquals((await told(alice, "NAMES #1"))[0], `${SERVER} 353 alice @ #1 @alice`);
});

Deno.test("an invited person is told, and enters an invite-only room once", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  await told(alice, "MODE #1 +i");
  assertEquals(await told(bob, "JOIN #1"), [
    `${SERVER} 473 bob #1 Cannot join the room: it needs an invitation (+i)`,
  ]);
  assertEquals(await told(alice, "INVITE bob #1"), [`${SERVER} 341 alice bob #1`]);
  assertEquals(await heard(bob), ["alice INVITE bob #1"]);
  assertEquals(await told(bob, "INVITE"), [
    `${SERVER} 336 bob #1`,
    `${SERVER} 337 bob End of invitations`,
  ]);
  assertEquals((await told(bob, "JOIN #1"))[0], "bob JOIN #1");
  assertEquals((await told(bob, "PART #1", "JOIN #1")).at(-1)?.split(" ")[1], "473");
});

Deno.test("INVITE is refused for each reason with its numeric", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve");
  await told(alice, "MODE #1 +i");
  assertEquals(await told(bob, "INVITE eve #1"), [
    `${SERVER} 482 bob #1 You are not an operator of this room`,
  ]);
  assertEquals(await told(eve, "INVITE bob #1"), [
    `${SERVER} 442 eve #1 You are not in that room`,
  ]);
  assertEquals(await told(alice, "INVITE bob #1", "INVITE nobody #1", "INVITE bob"), [
    `${SERVER} 443 alice bob #1 is already in that room`,
    `${SERVER} 401 alice nobody There is no such nickname or room`,
    `${SERVER} 461 alice INVITE Not enough parameters`,
  ]);
});

Deno.test("KICK sends someone out with a reason that all hear", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const carol = await server.enter("carol", { channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync()]);
  assertEquals(await told(alice, "KICK #1 bob :Too loud"), ["alice KICK #1 bob Too loud"]);
  assertEquals(await heard(carol), ["alice KICK #1 bob Too loud"]);
  assertEquals(await heard(bob), ["alice KICK #1 bob Too loud"]);
  assertEquals(await told(bob, "PRIVMSG #1 :hey"), [
    `${SERVER} 404 bob #1 Cannot send to this room`,
  ]);
  assertEquals(await told(alice, "KICK #1 carol"), ["alice KICK #1 carol alice"]);
});

Deno.test("KICK is refused for each reason with its numeric", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await server.enter("eve");
  assertEquals(await told(bob, "KICK #1 alice", "KICK #none alice", "KICK #1"), [
    `${SERVER} 482 bob #1 You are not an operator of this room`,
    `${SERVER} 403 bob #none There is no such room`,
    `${SERVER} 461 bob KICK Not enough parameters`,
  ]);
  const lines = await told(alice, "KICK #1 eve", "KICK #1 nobody");
  assertEquals(lines.map((line) => line.split(" ")[1]), ["441", "401"]);
});

Deno.test("a half-operator kicks those below, never who is above", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await server.enter("carol", { channels: ["#1"] });
  await told(alice, "MODE #1 +h bob");
  assertEquals(await told(bob, "KICK #1 alice :x", "KICK #1 carol :x"), [
    `${SERVER} 482 bob #1 You are not an operator of this room`,
    "bob KICK #1 carol x",
  ]);
});

Deno.test("RENAME keeps people, topic and modes; who does not know it sees a part and a join", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", {
    channels: ["#1"],
    capabilities: ["draft/channel-rename"],
  });
  await told(alice, "TOPIC #1 :Tea", "MODE #1 +m");
  const bob = await server.enter("bob", { channels: ["#1"] });
  await bob.sync();
  assertEquals(await told(alice, "RENAME #1 #tea :Better"), ["alice RENAME #1 #tea Better"]);
  const lines = await heard(bob);
  assertEquals(lines.slice(0, 3), [
    "bob PART #1 Better",
    "bob JOIN #tea",
    `${SERVER} 332 bob #tea Tea`,
  ]);
  assertEquals(lines.slice(-2), [
    `${SERVER} 353 bob = #tea @alice bob`,
    `${SERVER} 366 bob #tea End of NAMES`,
  ]);
  assertEquals((await told(bob, "MODE #tea"))[0], `${SERVER} 324 bob #tea +mnt`);
  assertEquals(await told(bob, "PART #1"), [`${SERVER} 403 bob #1 There is no such room`]);
});

Deno.test("RENAME is refused for each reason", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["draft/channel-rename", "standard-replies"];
  const alice = await server.enter("alice", { channels: ["#1", "#2"], capabilities });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  const [taken, wrong] = await told(alice, "RENAME #1 #2", "RENAME #1 bad");
  assertMatch(taken!, /^irc\.test FAIL RENAME CHANNEL_NAME_IN_USE #1 #2 /);
  assertMatch(wrong!, /^irc\.test FAIL RENAME CANNOT_RENAME #1 bad /);
  assertEquals(await told(bob, "RENAME #1 #3", "RENAME #none #3"), [
    `${SERVER} 482 bob #1 You are not an operator of this room`,
    `${SERVER} 403 bob #none There is no such room`,
  ]);
});

Deno.test("who changes their nickname is heard once by all who share rooms, however many", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  const bob = await server.enter("bob", { channels: ["#1", "#2"] });
  const eve = await server.enter("eve");
  await Promise.all([bob.sync(), eve.sync()]);
  assertEquals(await told(alice, "NICK alicia"), ["alice NICK alicia"]);
  assertEquals(await heard(bob), ["alice NICK alicia"]);
  assertEquals(await heard(eve), []);
  assertEquals(await told(alice, "NICK Alicia"), ["alicia NICK Alicia"]);
});

Deno.test("who quits is heard once by all who share rooms", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  const bob = await server.enter("bob", { channels: ["#1", "#2"] });
  await bob.sync();
  await alice.send("QUIT :Good night");
  await alice.closed();
  assertEquals((await bob.waitFor("QUIT")).params, ["Quit: Good night"]);
  assertEquals(await heard(bob), []);
});
