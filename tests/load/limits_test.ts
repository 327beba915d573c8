import { assert, assertEquals, assertMatch } from "@std/assert";

import { utf8Length } from "../../protocol/lines.ts";
import { InProcessServer } from "../harness/in_process.ts";
import { LightClient } from "../harness/light_client.ts";
import { answersTo, codes, received, repeatUntil } from "../harness/wire.ts";

const SERVER = "irc.test";

/** Starts a server with limits; lines and connections are not limited by default. */
function startWith(limits: Readonly<Record<string, string | number>>): Promise<InProcessServer> {
  const all = {
    "lines-per-second": 0,
    "shared-work-per-second": 0,
    "work-per-second": 0,
    "rooms-per-minute": 0,
    "connections-per-address": 0,
    "connections-per-minute": 0,
    ...limits,
  };
  const rows = Object.entries(all).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return InProcessServer.start(`
name = "${SERVER}"
network = "Test"
[[operator]]
name = "root"
password = "let-me-in"
[limits]
${rows.join("\n")}
`);
}

Deno.test("A flood of 10,000 lines is slowed to the limit, arrives whole and delays nobody else", async () => {
  const [lines, rate, burst] = [10_000, 4000, 50];
  await using server = await startWith({ "lines-per-second": rate, burst });
  const carol = await server.enter("carol");
  let heardByBob = 0;
  let wrong = "";
  await using bob = await LightClient.connect(server, {
    name: "bob",
    take: (line) => {
      if (!line.includes(" PRIVMSG #1 ")) return;
      if (!line.endsWith(` :${heardByBob++}`)) wrong ||= line;
    },
  });
  await bob.send("NICK bob", "USER bob 0 * :bob", "JOIN #1");
  await bob.answered();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const start = performance.now();
  const flood = alice.send(...Array.from({ length: lines }, (_, index) => `PRIVMSG #1 :${index}`));
  for (let round = 0; round < burst - 10; round++) await carol.sync();
  const heardMeanwhile = heardByBob;
  await flood;
  await bob.until("the whole flood", () => heardByBob >= lines);
  const seconds = (performance.now() - start) / 1000;
  assertEquals(wrong, "");
  assert(seconds >= (lines - burst) / rate * 0.95, `It took only ${seconds} s`);
  assert(heardMeanwhile < lines, "The flood was over before others were answered");
  assert(await bob.answered());
  assertEquals(heardByBob, lines);
});

Deno.test("Operators are not slowed", async () => {
  await using server = await startWith({ "lines-per-second": 1, burst: 10 });
  const root = await server.enterOperator("root");
  const start = performance.now();
  await answersTo(root, ...Array.from({ length: 500 }, () => "PRIVMSG root :hi"));
  assert(performance.now() - start < 20_000);
});

Deno.test("More connections from one address than the limit are refused with ERROR", async () => {
  await using server = await startWith({ "connections-per-address": 2 });
  const first = await server.enter("first");
  const second = await server.enter("second");
  const third = await server.connect();
  const { params } = await third.waitFor("ERROR");
  assertEquals(params, ["Too many connections from your address"]);
  await third.closed();
  third.close();
  await first.send("QUIT");
  await first.closed();
  first.close();
  // A refused connection is part of the limit until the server has read that it is closed.
  const connectAgain = async () => {
    const next = await server.connect();
    await next.send("PING x");
    const { command } = await next.waitFor("an answer", () => true);
    if (command === "ERROR") next.close();
    for (let round = 0; round < 10; round++) await second.sync();
    return command;
  };
  await repeatUntil(connectAgain, {
    what: "another connection is accepted",
    holds: (answer) => answer === "PONG",
  });
});

Deno.test("An address that connects too often in a minute is refused with ERROR", async () => {
  await using server = await startWith({ "connections-per-minute": 8 });
  const [first] = [await server.enter("first"), await server.enter("second")];
  const third = await server.connect();
  const { params } = await third.waitFor("ERROR");
  assertEquals(params, ["Too many connections in a minute from your address"]);
  await third.closed();
  assertEquals(await first.sync(), []);
});

Deno.test("Guests who open rooms too fast wait, and then have all of them", async () => {
  await using server = await startWith({ "rooms-per-minute": 30, "channels-per-user": 0 });
  const alice = await server.enter("alice");
  const names = Array.from({ length: 31 }, (_, index) => `#${index}`);
  const start = performance.now();
  const lines = await answersTo(alice, `JOIN ${names.join(",")}`);
  assertEquals(lines.filter((line) => line.includes(" JOIN ")).length, names.length);
  // The 31st is due two seconds after the others.
  assert(performance.now() - start > 1_500);
});

Deno.test("A session whose lines cause much work waits, and loses nothing", async () => {
  const limits = { "work-per-second": 200, "work-burst": 200 };
  await using server = await startWith({ ...limits, "channels-per-user": 0 });
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  const start = performance.now();
  const names = Array.from({ length: 25 }, (_, index) => `#${index}`);
  const joining = answersTo(alice, `JOIN ${names.join(",")}`);
  assertEquals(await bob.sync(), []);
  assertEquals((await joining).filter((line) => line.includes(" JOIN ")).length, names.length);
  // Opening a room costs 24 units, and the 25 of them are three seconds of work.
  assert(performance.now() - start > 1_500);
  assertEquals(await bob.sync(), []);
});

Deno.test("More connections than the server's limit are refused with ERROR", async () => {
  await using server = await startWith({ connections: 1 });
  const alice = await server.enter("alice");
  const other = await server.connect();
  assertEquals((await other.waitFor("ERROR")).params, ["The server is full"]);
  await other.closed();
  assertEquals(await alice.sync(), []);
});

Deno.test("A client that does not register in time is disconnected", async () => {
  await using server = await startWith({ "registration-timeout": "1s" });
  const alice = await server.enter("alice");
  const silent = await server.connect();
  const slow = await server.connect();
  await slow.send("CAP LS 302", "NICK slow", "USER slow 0 * :slow");
  for (const client of [silent, slow]) {
    assertMatch((await client.waitFor("ERROR")).params[0]!, /\[Registration timed out\]$/);
    await client.closed();
  }
  assertEquals(await alice.sync(), []);
});

Deno.test("A silent client is sent PING, and is disconnected if it does not answer", async () => {
  await using server = await startWith({ "ping-interval": "1s", "ping-timeout": "1s" });
  // The first client is sent PING first, so it is before the QUIT of the second.
  const alive = await server.enter("alive", { channels: ["#1"] });
  const dead = await server.enter("dead", { channels: ["#1"] });
  await alive.waitFor("PING");
  await alive.send("PONG x");
  await dead.waitFor("PING");
  const { params } = await alive.waitFor("dead's QUIT", ({ command, source, params }) => {
    if (command === "PING") void alive.send(`PONG :${params[0]}`);
    return command === "QUIT" && source?.startsWith("dead!") === true;
  });
  assertMatch(params[0]!, /^Ping timeout: \d+ seconds$/);
  assertMatch((await dead.waitFor("ERROR")).params[0]!, /\[Ping timeout: \d+ seconds\]$/);
  await dead.closed();
  await alive.sync();
});

Deno.test("More channels than the limit are refused with 405", async () => {
  await using server = await startWith({ "channels-per-user": 3 });
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  const lines = await answersTo(alice, "JOIN #3,#4,#5");
  assertEquals(lines.filter((line) => / (JOIN|405) /.test(line)), [
    "alice JOIN #3",
    `${SERVER} 405 alice #4 You are in too many rooms`,
    `${SERVER} 405 alice #5 You are in too many rooms`,
  ]);
  await answersTo(alice, "PART #1");
  assertEquals((await answersTo(alice, "JOIN #4"))[0], "alice JOIN #4");
});

Deno.test("A full list of masks refuses more with 478, until one is removed", async () => {
  await using server = await startWith({ "list-entries": 2 });
  const alice = await server.enter("alice", { channels: ["#1"] });
  for (const letter of ["b", "e", "I"]) {
    const lines = await answersTo(alice, `MODE #1 +${letter.repeat(3)} a b c`);
    assertEquals(lines.filter((line) => !line.includes(" 478 ")), [
      `alice MODE #1 +${letter.repeat(2)} a!*@* b!*@*`,
    ]);
    assertEquals(lines.filter((line) => line.includes(" 478 ")).length, 1);
    assertEquals(await answersTo(alice, `MODE #1 -${letter} a`, `MODE #1 +${letter} c`), [
      `alice MODE #1 -${letter} a!*@*`,
      `alice MODE #1 +${letter} c!*@*`,
    ]);
  }
});

Deno.test("More monitored nicknames than the limit are refused with 734, which lists them", async () => {
  await using server = await startWith({ "monitor-entries": 3 });
  const alice = await server.enter("alice");
  const lines = await answersTo(alice, "MONITOR + a,b,c,d,e");
  assertEquals(lines.filter((line) => line.includes(" 734 ")), [
    `${SERVER} 734 alice 3 d,e The monitor list is full`,
  ]);
  assertEquals((await answersTo(alice, "MONITOR L"))[0], `${SERVER} 732 alice a,b,c`);
});

Deno.test("Names that are too long are refused: nicknames with 432, channels with 476", async () => {
  await using server = await startWith({ "nick-length": 9, "channel-length": 10 });
  const alice = await server.enter("alice");
  assertEquals(await answersTo(alice, "NICK nine-byte"), ["alice NICK nine-byte"]);
  assertEquals(codes(await answersTo(alice, "NICK ten-bytes-")), ["432"]);
  assertEquals(codes(await answersTo(alice, "NICK 名字名字")), ["432"]);
  assertEquals((await answersTo(alice, "JOIN #nine-byte"))[0], "nine-byte JOIN #nine-byte");
  assertEquals(codes(await answersTo(alice, "JOIN #ten-bytes-")), ["476"]);
});

Deno.test("Texts that are too long are cut at a character: topics, away, kicks, parts, names", async () => {
  const limits = { "topic-length": 80, "away-length": 80, "kick-length": 80 };
  await using server = await startWith({ ...limits, "realname-length": 32, "user-length": 9 });
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.connect();
  await bob.send("NICK bob", `USER username-is-long 0 * :${"世".repeat(20)}`, "JOIN #1");
  await bob.waitFor("366");
  await alice.sync();
  const text = "世界".repeat(20);
  const cut = text.slice(0, Math.floor(80 / utf8Length("世")));
  assertEquals(await answersTo(alice, `TOPIC #1 :${text}`), [`alice TOPIC #1 ${cut}`]);
  await answersTo(bob, `AWAY :${text}`);
  assertEquals(await answersTo(alice, "PRIVMSG bob :hi"), [`${SERVER} 301 alice bob ${cut}`]);
  const [whois] = await answersTo(alice, "WHOIS bob");
  assertEquals(whois, `${SERVER} 311 alice bob ~username 127.0.0.1 * ${"世".repeat(10)}`);
  assertEquals(await answersTo(alice, `KICK #1 bob :${text}`), [`alice KICK #1 bob ${cut}`]);
  assertEquals(await answersTo(alice, `PART #1 :${text}`), [`alice PART #1 ${cut}`]);
});

Deno.test("A key that is too long is refused with 525", async () => {
  await using server = await startWith({ "key-length": 9 });
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(codes(await answersTo(alice, "MODE #1 +k 1234567890")), ["525"]);
  assertEquals(await answersTo(alice, "MODE #1 +k 123456789"), ["alice MODE #1 +k 123456789"]);
});

Deno.test("More targets of one message than the limit are refused with 407, and the first are served", async () => {
  await using server = await startWith({ targets: 2 });
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  const carol = await server.enter("carol");
  const dave = await server.enter("dave");
  assertEquals(codes(await answersTo(alice, "PRIVMSG bob,carol,dave :hi")), ["407"]);
  assertEquals((await received(bob)).length, 1);
  assertEquals((await received(carol)).length, 1);
  assertEquals(await received(dave), []);
});

Deno.test("More open invitations to a channel than the limit are refused", async () => {
  await using server = await startWith({ invites: 1 });
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  await server.enter("carol");
  const lines = await answersTo(alice, "INVITE bob #1", "INVITE carol #1");
  assertEquals(lines[0], `${SERVER} 341 alice bob #1`);
  assertMatch(lines[1]!, /FAIL INVITE TOO_MANY_INVITES #1/);
  await answersTo(bob, "JOIN #1");
  await alice.sync();
  assertEquals(await answersTo(alice, "INVITE carol #1"), [`${SERVER} 341 alice carol #1`]);
});

Deno.test("WHOWAS remembers the last users, as many as its limit", async () => {
  await using server = await startWith({ "whowas-entries": 2 });
  const alice = await server.enter("alice");
  for (const name of ["one", "two", "three"]) {
    const client = await server.enter(name);
    await client.send("QUIT");
    await client.closed();
  }
  const lines = await answersTo(alice, "WHOWAS one", "WHOWAS two", "WHOWAS three");
  assertEquals(codes(lines).filter((code) => code === "314").length, 2);
  assertEquals(codes(lines)[0], "406");
});

Deno.test("A limit of 0 is no limit", async () => {
  await using server = await startWith({ "channels-per-user": 0, "list-entries": 0, targets: 0 });
  const alice = await server.enter("alice");
  const rooms = Array.from({ length: 150 }, (_, index) => `#${index}`);
  for (let from = 0; from < 150; from += 50) {
    const lines = await answersTo(alice, `JOIN ${rooms.slice(from, from + 50).join(",")}`);
    assertEquals(codes(lines), Array(50).fill(["JOIN", "353", "366"]).flat());
  }
  const bans = Array.from({ length: 210 }, (_, index) => `MODE #1 +b a${index}`);
  assertEquals(codes(await answersTo(alice, ...bans)), bans.map(() => "MODE"));
  assertEquals(codes(await answersTo(alice, `PRIVMSG ${rooms.slice(0, 50).join(",")} :hi`)), []);
});
