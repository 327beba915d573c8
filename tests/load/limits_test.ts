import { assert, assertEquals, assertMatch } from "@std/assert";

import { utf8Length } from "../../protocol/lines.ts";
import { InProcessServer } from "../harness/in_process.ts";
import { LightClient } from "../harness/light_client.ts";
import { heard, told } from "../harness/wire.ts";

const SERVER = "irc.test";

/** A server with these limits, and none on lines and connections unless they are among them. */
function startWith(limits: Readonly<Record<string, string | number>>): Promise<InProcessServer> {
  const all = { "lines-per-second": 0, "connections-per-address": 0, ...limits };
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

/** The numerics of lines. */
function codes(lines: readonly string[]): (string | undefined)[] {
  return lines.map((line) => line.split(" ")[1]);
}

Deno.test("a flood of 10,000 lines is slowed to the limit, loses nothing and delays nobody else", async () => {
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
  assertEquals(await bob.answered(), true);
  assertEquals(heardByBob, lines);
});

Deno.test("operators are not slowed", async () => {
  await using server = await startWith({ "lines-per-second": 1, burst: 10 });
  const root = await server.enterOperator("root");
  const start = performance.now();
  await told(root, ...Array.from({ length: 500 }, () => "PRIVMSG root :hi"));
  assert(performance.now() - start < 20_000);
});

Deno.test("more connections from one address than are allowed are told so and closed", async () => {
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
  for (let answer = "ERROR"; answer !== "PONG";) {
    const next = await server.connect();
    await next.send("PING x");
    answer = (await next.waitFor("an answer", () => true)).command;
    if (answer === "ERROR") next.close();
    // The server reads of its end meanwhile; a refused connection counts until then.
    for (let round = 0; round < 10; round++) await second.sync();
  }
});

Deno.test("more connections than the server takes are told so and closed", async () => {
  await using server = await startWith({ connections: 1 });
  const alice = await server.enter("alice");
  const other = await server.connect();
  assertEquals((await other.waitFor("ERROR")).params, ["The server is full"]);
  await other.closed();
  assertEquals(await alice.sync(), []);
});

Deno.test("who does not say who they are in time is closed, and others are not", async () => {
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

Deno.test("who is silent is asked for a sign of life; who gives none is gone, for others too", async () => {
  await using server = await startWith({ "ping-interval": "1s", "ping-timeout": "1s" });
  // Who came first is asked first: alive's PING cannot come after dead's QUIT.
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

Deno.test("more rooms than one may be in are refused with 405", async () => {
  await using server = await startWith({ "channels-per-user": 3 });
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  const lines = await told(alice, "JOIN #3,#4,#5");
  assertEquals(lines.filter((line) => / (JOIN|405) /.test(line)), [
    "alice JOIN #3",
    `${SERVER} 405 alice #4 You are in too many rooms`,
    `${SERVER} 405 alice #5 You are in too many rooms`,
  ]);
  await told(alice, "PART #1");
  assertEquals((await told(alice, "JOIN #4"))[0], "alice JOIN #4");
});

Deno.test("each list of a room is full at its limit, with 478, and room is made by removing", async () => {
  await using server = await startWith({ "list-entries": 2 });
  const alice = await server.enter("alice", { channels: ["#1"] });
  for (const letter of ["b", "e", "I"]) {
    const lines = await told(alice, `MODE #1 +${letter.repeat(3)} a b c`);
    assertEquals(lines.filter((line) => !line.includes(" 478 ")), [
      `alice MODE #1 +${letter.repeat(2)} a!*@* b!*@*`,
    ]);
    assertEquals(lines.filter((line) => line.includes(" 478 ")).length, 1);
    assertEquals(await told(alice, `MODE #1 -${letter} a`, `MODE #1 +${letter} c`), [
      `alice MODE #1 -${letter} a!*@*`,
      `alice MODE #1 +${letter} c!*@*`,
    ]);
  }
});

Deno.test("more names than one may monitor are refused with 734, which tells them", async () => {
  await using server = await startWith({ "monitor-entries": 3 });
  const alice = await server.enter("alice");
  const lines = await told(alice, "MONITOR + a,b,c,d,e");
  assertEquals(lines.filter((line) => line.includes(" 734 ")), [
    `${SERVER} 734 alice 3 d,e The monitor list is full`,
  ]);
  assertEquals((await told(alice, "MONITOR L"))[0], `${SERVER} 732 alice a,b,c`);
});

Deno.test("names that are too long are refused: nicknames with 432, rooms with 476", async () => {
  await using server = await startWith({ "nick-length": 9, "channel-length": 10 });
  const alice = await server.enter("alice");
  assertEquals(await told(alice, "NICK nine-byte"), ["alice NICK nine-byte"]);
  assertEquals(codes(await told(alice, "NICK ten-bytes-")), ["432"]);
  assertEquals(codes(await told(alice, "NICK 名字名字")), ["432"]);
  assertEquals((await told(alice, "JOIN #nine-byte"))[0], "nine-byte JOIN #nine-byte");
  assertEquals(codes(await told(alice, "JOIN #ten-bytes-")), ["476"]);
});

Deno.test("texts that are too long are cut at a character: topics, away, kicks, parts, names", async () => {
  const limits = { "topic-length": 80, "away-length": 80, "kick-length": 80 };
  await using server = await startWith({ ...limits, "realname-length": 32, "user-length": 9 });
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.connect();
  await bob.send("NICK bob", `USER username-is-long 0 * :${"世".repeat(20)}`, "JOIN #1");
  await bob.waitFor("366");
  await alice.sync();
  const text = "世界".repeat(20);
  const cut = text.slice(0, Math.floor(80 / utf8Length("世")));
  assertEquals(await told(alice, `TOPIC #1 :${text}`), [`alice TOPIC #1 ${cut}`]);
  await told(bob, `AWAY :${text}`);
  assertEquals(await told(alice, "PRIVMSG bob :hi"), [`${SERVER} 301 alice bob ${cut}`]);
  const [whois] = await told(alice, "WHOIS bob");
  assertEquals(whois, `${SERVER} 311 alice bob ~username 127.0.0.1 * ${"世".repeat(10)}`);
  assertEquals(await told(alice, `KICK #1 bob :${text}`), [`alice KICK #1 bob ${cut}`]);
  assertEquals(await told(alice, `PART #1 :${text}`), [`alice PART #1 ${cut}`]);
});

Deno.test("a key that is too long is refused with 525", async () => {
  await using server = await startWith({ "key-length": 9 });
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(codes(await told(alice, "MODE #1 +k 1234567890")), ["525"]);
  assertEquals(await told(alice, "MODE #1 +k 123456789"), ["alice MODE #1 +k 123456789"]);
});

Deno.test("more receivers than one message may have are refused with 407, the first are served", async () => {
  await using server = await startWith({ targets: 2 });
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  const carol = await server.enter("carol");
  const dave = await server.enter("dave");
  assertEquals(codes(await told(alice, "PRIVMSG bob,carol,dave :hi")), ["407"]);
  assertEquals((await heard(bob)).length, 1);
  assertEquals((await heard(carol)).length, 1);
  assertEquals(await heard(dave), []);
});

Deno.test("a room has no more open invitations than the limit", async () => {
  await using server = await startWith({ invites: 1 });
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  await server.enter("carol");
  const lines = await told(alice, "INVITE bob #1", "INVITE carol #1");
  assertEquals(lines[0], `${SERVER} 341 alice bob #1`);
  assertMatch(lines[1]!, /FAIL INVITE TOO_MANY_INVITES #1/);
  await told(bob, "JOIN #1");
  await alice.sync();
  assertEquals(await told(alice, "INVITE carol #1"), [`${SERVER} 341 alice carol #1`]);
});

Deno.test("WHOWAS remembers as many as the limit says, the last ones", async () => {
  await using server = await startWith({ "whowas-entries": 2 });
  const alice = await server.enter("alice");
  for (const name of ["one", "two", "three"]) {
    const client = await server.enter(name);
    await client.send("QUIT");
    await client.closed();
  }
  const lines = await told(alice, "WHOWAS one", "WHOWAS two", "WHOWAS three");
  assertEquals(codes(lines).filter((code) => code === "314").length, 2);
  assertEquals(codes(lines)[0], "406");
});

Deno.test("a limit of 0 is none", async () => {
  await using server = await startWith({ "channels-per-user": 0, "list-entries": 0, targets: 0 });
  const alice = await server.enter("alice");
  const rooms = Array.from({ length: 150 }, (_, index) => `#${index}`);
  for (let from = 0; from < 150; from += 50) {
    const lines = await told(alice, `JOIN ${rooms.slice(from, from + 50).join(",")}`);
    assertEquals(codes(lines).includes("405"), false);
  }
  const bans = Array.from({ length: 210 }, (_, index) => `MODE #1 +b a${index}`);
  assertEquals(codes(await told(alice, ...bans)).includes("478"), false);
});
