import { assert, assertEquals, assertMatch } from "@std/assert";

import { parseISupport } from "../../protocol/isupport.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { InProcessServer } from "../harness/in_process.ts";
import { answersTo, codes, received, shown } from "../harness/wire.ts";

const SERVER = "irc.test";

/** Sends a line and returns the words of all lines of the CAP answer. */
async function capWords(client: IrcTestClient, line: string): Promise<string[]> {
  await client.send(line);
  const words: string[] = [];
  while (true) {
    const { params } = await client.waitFor("CAP");
    words.push(...params.at(-1)!.trim().split(" "));
    if (params[2] !== "*") return words;
  }
}

Deno.test("CAP LS lists every capability, with values only for version 302", async () => {
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

Deno.test("Registration waits for CAP END, and CAP works after it, too", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  await client.send("CAP LS 302", "NICK alice", "USER alice 0 * :Alice", "CAP REQ :batch");
  await client.waitFor("ACK", ({ command, params }) => command === "CAP" && params[1] === "ACK");
  assertEquals((await client.sync()).map(({ command }) => command), []);
  await client.send("CAP END");
  await client.waitFor("001");
  await client.sync();
  assertEquals(await answersTo(client, "CAP LIST"), [`${SERVER} CAP alice LIST cap-notify batch`]);
  assertEquals(await answersTo(client, "CAP REQ :-batch setname"), [
    `${SERVER} CAP alice ACK -batch setname`,
  ]);
});

Deno.test("CAP REQ is granted whole or not at all", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await answersTo(alice, "CAP REQ :batch nonsense"), [
    `${SERVER} CAP alice NAK batch nonsense`,
  ]);
  assertEquals(await answersTo(alice, "CAP LIST"), [`${SERVER} CAP alice LIST`]);
  const [wrong] = await answersTo(alice, "CAP WAT");
  assertMatch(wrong!, /^irc\.test 410 alice WAT /);
});

Deno.test("The greeting comes in its order, with 422 if there is no message of the day", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  await client.send("NICK alice", "USER alice 0 * :Alice");
  const codes: string[] = [];
  for (const { command } of await client.sync()) if (codes.at(-1) !== command) codes.push(command);
  const lusers = ["251", "252", "253", "254", "255", "265", "266"];
  assertEquals(codes, ["001", "002", "003", "004", "005", ...lusers, "422", "MODE"]);
});

Deno.test("RPL_ISUPPORT shows the network, its modes and its features", async () => {
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

Deno.test("With draft/extended-isupport ISUPPORT is answered before registration, in a batch", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  await client.send("CAP LS 302", "CAP REQ :draft/extended-isupport batch");
  await client.waitFor("ACK", ({ params }) => params[1] === "ACK");
  await client.send("ISUPPORT");
  const messages = await client.sync();
  assertEquals(messages[0]?.params[1], "draft/isupport");
  assertEquals(messages.at(-1)?.command, "BATCH");
  const codes = new Set(messages.slice(1, -1).map(({ command }) => command));
  assertEquals([...codes], ["005"]);
});

Deno.test("With away-notify AWAY is sent to members of shared channels, and on JOIN", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities: ["away-notify"] });
  const plain = await server.enter("plain", { channels: ["#1"] });
  await Promise.all([bob.sync(), plain.sync()]);
  await answersTo(alice, "AWAY :Lunch", "AWAY");
  assertEquals(await received(bob), ["alice AWAY Lunch", "alice AWAY"]);
  assertEquals(await received(plain), []);
  const carol = await server.enter("carol");
  await answersTo(carol, "AWAY :Asleep", "JOIN #1");
  assertEquals(await received(bob), ["carol JOIN #1", "carol AWAY Asleep"]);
});

Deno.test("With extended-join JOIN has account and realname, without it the channel alone", async () => {
  await using server = await InProcessServer.start();
  const bob = await server.enter("bob", { channels: ["#1"], capabilities: ["extended-join"] });
  const plain = await server.enter("plain", { channels: ["#1"] });
  await Promise.all([bob.sync(), plain.sync()]);
  await server.enter("carol", { channels: ["#1"] });
  assertEquals(await received(bob), ["carol JOIN #1 * carol"]);
  assertEquals(await received(plain), ["carol JOIN #1"]);
});

Deno.test("With invite-notify INVITE is sent to the channel's operators", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["invite-notify"];
  const alice = await server.enter("alice", { channels: ["#1"], capabilities });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  const carol = await server.enter("carol", { channels: ["#1"], capabilities });
  await server.enter("dave");
  await answersTo(alice, "MODE #1 +o bob");
  await Promise.all([bob.sync(), carol.sync()]);
  assertEquals(await answersTo(alice, "INVITE dave #1"), [`${SERVER} 341 alice dave #1`]);
  assertEquals(await received(bob), ["alice INVITE dave #1"]);
  assertEquals(await received(carol), []);
});

Deno.test("SETNAME is sent to clients with setname that share a channel, and WHOIS shows it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"], capabilities: ["setname"] });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities: ["setname"] });
  const plain = await server.enter("plain", { channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync(), plain.sync()]);
  assertEquals(await answersTo(alice, "SETNAME :Alice Liddell"), ["alice SETNAME Alice Liddell"]);
  assertEquals(await received(bob), ["alice SETNAME Alice Liddell"]);
  assertEquals(await received(plain), []);
  assertMatch((await answersTo(plain, "WHOIS alice"))[0]!, / 311 .* Alice Liddell$/);
  const [refusal] = await answersTo(alice, `SETNAME :${"x".repeat(200)}`);
  assertMatch(refusal!, /^irc\.test FAIL SETNAME INVALID_REALNAME /);
});

Deno.test("With no-implicit-names JOIN shows no names, and NAMES does", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: ["no-implicit-names"] });
  assertEquals(await answersTo(alice, "JOIN #1"), ["alice JOIN #1"]);
  assertEquals((await answersTo(alice, "NAMES #1")).length, 2);
});

Deno.test("With draft/pre-away a user is away from the start", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  await client.send("CAP LS 302", "CAP REQ draft/pre-away", "AWAY :Bouncer", "NICK alice");
  await client.send("USER alice 0 * :Alice", "CAP END");
  await client.waitFor("001");
  const bob = await server.enter("bob");
  assertEquals(await answersTo(bob, "PRIVMSG alice :hi"), [`${SERVER} 301 bob alice Bouncer`]);
});

Deno.test("MONITOR reports who comes and goes, extended-monitor also what they do", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["extended-monitor", "away-notify"];
  const alice = await server.enter("alice", { capabilities });
  assertEquals(await answersTo(alice, "MONITOR + bob,carol"), [`${SERVER} 731 alice bob,carol`]);
  const bob = await server.enter("bob");
  assertEquals(await received(alice), [`${SERVER} 730 alice bob!~bob@127.0.0.1`]);
  await answersTo(bob, "AWAY :Lunch");
  assertEquals(await received(alice), ["bob AWAY Lunch"]);
  await answersTo(bob, "NICK carol");
  assertEquals((await received(alice)).sort(), [
    `${SERVER} 730 alice carol!~bob@127.0.0.1`,
    `${SERVER} 731 alice bob`,
  ]);
  await bob.send("QUIT");
  await bob.closed();
  assertEquals(await received(alice), [`${SERVER} 731 alice carol`]);
  const [list] = await answersTo(alice, "MONITOR L");
  assertEquals(list, `${SERVER} 732 alice bob,carol`);
  assertEquals(await answersTo(alice, "MONITOR - bob", "MONITOR C", "MONITOR L"), [
    `${SERVER} 733 alice End of the monitor list`,
  ]);
});

Deno.test("A capability that is given up has no effect from then on", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities: ["server-time"] });
  await bob.sync();
  await answersTo(alice, "PRIVMSG #1 :one");
  assert((await bob.sync())[0]?.tags.has("time"));
  await answersTo(bob, "CAP REQ :-server-time");
  await answersTo(alice, "PRIVMSG #1 :two");
  const [message] = await bob.sync();
  assertEquals([shown(message!), message?.tags.size], ["alice PRIVMSG #1 two", 0]);
});

Deno.test("Before registration only its own commands are accepted", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  const before = ["JOIN #1", "PRIVMSG a :b", "NONSENSE", "WHOIS a", "NICK"];
  assertEquals(codes(await answersTo(client, ...before)), ["451", "451", "451", "451", "431"]);
  await client.send("NICK alice", "USER alice 0 * :Alice");
  await client.waitFor("001");
  await client.sync();
  const after = await answersTo(client, "USER a 0 * :b", "PASS x", "NONSENSE", "USER");
  assertEquals(codes(after), ["462", "462", "421", "461"]);
});

Deno.test("SASL stands in the first line of a CAP LS that has several", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  await client.send("CAP LS 302");
  const first = await client.waitFor("CAP");
  assertEquals(first.params[2], "*");
  assertMatch(first.params.at(-1) ?? "", /(^| )sasl=/);
});
