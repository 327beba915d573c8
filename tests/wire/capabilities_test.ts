import { assert, assertEquals, assertMatch } from "@std/assert";

import { parseISupport } from "../../protocol/isupport.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { InProcessServer } from "../harness/in_process.ts";
import { heard, shown, told } from "../harness/wire.ts";

const SERVER = "irc.test";

/** All words of a CAP answer of several lines, up to the last line of it. */
async function capWords(client: IrcTestClient, line: string): Promise<string[]> {
  await client.send(line);
  const words: string[] = [];
  while (true) {
    const { params } = await client.waitFor("CAP");
    words.push(...params.at(-1)!.trim().split(" "));
    if (params[2] !== "*") return words;
  }
}

Deno.test("CAP LS 302 offers every capability, with values; 301 without", async () => {
  await using server = await InProcessServer.start();
  const modern = await server.connect();
  const words = await capWords(modern, "CAP LS 302");
  const names = words.map((word) => word.split("=")[0]);
  for (
    const name of [
      ...["cap-notify", "message-tags", "server-time", "batch", "echo-message"],
      ...["labeled-response", "standard-replies", "multi-prefix", "userhost-in-names"],
      ...["away-notify", "extended-join", "invite-notify", "setname", "chghost"],
      ...["extended-monitor", "no-implicit-names", "draft/extended-isupport"],
      ...["draft/channel-rename", "draft/pre-away", "account-notify", "account-tag"],
    ]
  ) assert(names.includes(name), `${name} is not offered`);
  assert(words.some((word) => word.startsWith("sasl=")));
  const old = await server.connect();
  const without = await capWords(old, "CAP LS");
  assertEquals(without.filter((word) => word.includes("=")), []);
});

Deno.test("registration waits for CAP END, and CAP may be used again after it", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  await client.send("CAP LS 302", "NICK alice", "USER alice 0 * :Alice", "CAP REQ :batch");
  await client.waitFor("ACK", ({ command, params }) => command === "CAP" && params[1] === "ACK");
  assertEquals((await client.sync()).map(({ command }) => command), []);
  await client.send("CAP END");
  await client.waitFor("001");
  await client.sync();
  assertEquals(await told(client, "CAP LIST"), [`${SERVER} CAP alice LIST cap-notify batch`]);
  assertEquals(await told(client, "CAP REQ :-batch setname"), [
    `${SERVER} CAP alice ACK -batch setname`,
  ]);
});

Deno.test("a request is granted whole or not at all", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await told(alice, "CAP REQ :batch nonsense"), [
    `${SERVER} CAP alice NAK batch nonsense`,
  ]);
  const [list] = await told(alice, "CAP LIST");
  assertEquals(list?.includes("batch"), false);
  const [wrong] = await told(alice, "CAP WAT");
  assertMatch(wrong!, /^irc\.test 410 alice WAT /);
});

Deno.test("the greeting comes in its order, and a message of the day or its absence ends it", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  await client.send("NICK alice", "USER alice 0 * :Alice");
  const codes: string[] = [];
  for (const { command } of await client.sync()) if (codes.at(-1) !== command) codes.push(command);
  assertEquals(codes.slice(0, 6), ["001", "002", "003", "004", "005", "251"]);
  assertEquals(codes.includes("422"), true);
  assertEquals(codes.at(-1), "MODE");
});

Deno.test("RPL_ISUPPORT tells limits and names that hold", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  await client.send("NICK alice", "USER alice 0 * :Alice");
  const lines = (await client.sync()).filter(({ command }) => command === "005");
  for (const { params } of lines) assert(params.length <= 15);
  const tokens = parseISupport(lines.flatMap(({ params }) => params.slice(1, -1)));
  assertEquals(tokens.get("NETWORK"), "Test");
  assertEquals(tokens.get("CASEMAPPING"), "ascii");
  assertEquals(tokens.get("CHANTYPES"), "#");
  assertEquals(tokens.get("PREFIX"), "(qaohv)~&@%+");
  assertEquals(tokens.get("STATUSMSG"), "~&@%+");
  assertEquals(tokens.get("BOT"), "B");
  for (const name of ["UTF8ONLY", "WHOX", "SAFELIST", "EXCEPTS", "INVEX"]) {
    assert(tokens.has(name), name);
  }
});

Deno.test("draft/extended-isupport tells it before registration, in a batch", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  await client.send("CAP LS 302", "CAP REQ :draft/extended-isupport batch");
  await client.waitFor("ACK", ({ params }) => params[1] === "ACK");
  await client.send("ISUPPORT");
  const messages = await client.sync();
  assertEquals(messages[0]?.params[1], "draft/isupport");
  assertEquals(messages.at(-1)?.command, "BATCH");
  assert(messages.slice(1, -1).every(({ command }) => command === "005"));
});

Deno.test("away-notify tells those who share a room, and those who join, of who is away", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities: ["away-notify"] });
  const plain = await server.enter("plain", { channels: ["#1"] });
  await Promise.all([bob.sync(), plain.sync()]);
  await told(alice, "AWAY :Lunch", "AWAY");
  assertEquals(await heard(bob), ["alice AWAY Lunch", "alice AWAY"]);
  assertEquals(await heard(plain), []);
  const carol = await server.enter("carol");
  await told(carol, "AWAY :Asleep", "JOIN #1");
  assertEquals(await heard(bob), ["carol JOIN #1", "carol AWAY Asleep"]);
});

Deno.test("extended-join tells account and real name, others the room alone", async () => {
  await using server = await InProcessServer.start();
  const bob = await server.enter("bob", { channels: ["#1"], capabilities: ["extended-join"] });
  const plain = await server.enter("plain", { channels: ["#1"] });
  await Promise.all([bob.sync(), plain.sync()]);
  await server.enter("carol", { channels: ["#1"] });
  assertEquals(await heard(bob), ["carol JOIN #1 * carol"]);
  assertEquals(await heard(plain), ["carol JOIN #1"]);
});

Deno.test("invite-notify tells operators of the room who is invited by whom", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["invite-notify"];
  const alice = await server.enter("alice", { channels: ["#1"], capabilities });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  const carol = await server.enter("carol", { channels: ["#1"], capabilities });
  await server.enter("dave");
  await told(alice, "MODE #1 +o bob");
  await Promise.all([bob.sync(), carol.sync()]);
  assertEquals(await told(alice, "INVITE dave #1"), [`${SERVER} 341 alice dave #1`]);
  assertEquals(await heard(bob), ["alice INVITE dave #1"]);
  assertEquals(await heard(carol), []);
});

Deno.test("setname tells those who share a room and know it, and WHOIS afterwards", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"], capabilities: ["setname"] });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities: ["setname"] });
  const plain = await server.enter("plain", { channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync(), plain.sync()]);
  assertEquals(await told(alice, "SETNAME :Alice Liddell"), ["alice SETNAME Alice Liddell"]);
  assertEquals(await heard(bob), ["alice SETNAME Alice Liddell"]);
  assertEquals(await heard(plain), []);
  assertMatch((await told(plain, "WHOIS alice"))[0]!, / 311 .* Alice Liddell$/);
  const [refusal] = await told(alice, `SETNAME :${"x".repeat(200)}`);
  assertMatch(refusal!, /^irc\.test FAIL SETNAME INVALID_REALNAME /);
});

Deno.test("no-implicit-names leaves out the names after a join, not those asked for", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: ["no-implicit-names"] });
  assertEquals(await told(alice, "JOIN #1"), ["alice JOIN #1"]);
  assertEquals((await told(alice, "NAMES #1")).length, 2);
});

Deno.test("draft/pre-away makes one away from the first moment", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  await client.send("CAP LS 302", "CAP REQ draft/pre-away", "AWAY :Bouncer", "NICK alice");
  await client.send("USER alice 0 * :Alice", "CAP END");
  await client.waitFor("001");
  const bob = await server.enter("bob");
  assertEquals(await told(bob, "PRIVMSG alice :hi"), [`${SERVER} 301 bob alice Bouncer`]);
});

Deno.test("MONITOR tells who comes and goes; extended-monitor tells what they do too", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["extended-monitor", "away-notify"];
  const alice = await server.enter("alice", { capabilities });
  assertEquals(await told(alice, "MONITOR + bob,carol"), [`${SERVER} 731 alice bob,carol`]);
  const bob = await server.enter("bob");
  assertEquals(await heard(alice), [`${SERVER} 730 alice bob!~bob@127.0.0.1`]);
  await told(bob, "AWAY :Lunch");
  assertEquals(await heard(alice), ["bob AWAY Lunch"]);
  await told(bob, "NICK carol");
  assertEquals((await heard(alice)).sort(), [
    `${SERVER} 730 alice carol!~bob@127.0.0.1`,
    `${SERVER} 731 alice bob`,
  ]);
  await bob.send("QUIT");
  await bob.closed();
  assertEquals(await heard(alice), [`${SERVER} 731 alice carol`]);
  const [list] = await told(alice, "MONITOR L");
  assertEquals(list, `${SERVER} 732 alice bob,carol`);
  assertEquals(await told(alice, "MONITOR - bob", "MONITOR C", "MONITOR L"), [
    `${SERVER} 733 alice End of the monitor list`,
  ]);
});

Deno.test("a capability that is given up is without effect from then on", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities: ["server-time"] });
  await bob.sync();
  await told(alice, "PRIVMSG #1 :one");
  assertEquals((await bob.sync())[0]?.tags.has("time"), true);
  await told(bob, "CAP REQ :-server-time");
  await told(alice, "PRIVMSG #1 :two");
  const [message] = await bob.sync();
  assertEquals([shown(message!), message?.tags.size], ["alice PRIVMSG #1 two", 0]);
});

Deno.test("before registration only what belongs to it is understood", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  const codes = (await told(client, "JOIN #1", "PRIVMSG a :b", "NONSENSE", "WHOIS a", "NICK"))
    .map((line) => line.split(" ")[1]);
  assertEquals(codes, ["451", "451", "451", "451", "431"]);
  await client.send("NICK alice", "USER alice 0 * :Alice");
  await client.waitFor("001");
  await client.sync();
  const after = await told(client, "USER a 0 * :b", "PASS x", "NONSENSE", "USER");
  assertEquals(after.map((line) => line.split(" ")[1]), ["462", "462", "421", "461"]);
});

Deno.test("a nickname that cannot be one is refused with 432, before and after registration", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  for (const name of ["1abc", "a!b", "a@b", "#a", "a,b", "*", "x".repeat(33), ":a b", "раypal"]) {
    assertMatch((await told(client, `NICK ${name}`))[0]!, /^irc\.test 432 \* /);
  }
  const alice = await server.enter("alice");
  assertMatch((await told(alice, "NICK a.b"))[0]!, /^irc\.test 432 alice a\.b /);
  assertEquals(await told(alice, "NICK 爱丽丝"), ["alice NICK 爱丽丝"]);
});
