import { assert, assertEquals } from "@std/assert";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { NATS_SERVER } from "./nats.ts";
import {
  answersTo,
  enterNode,
  historyOf,
  type Pair,
  startPair,
  textOf,
  waitForText,
} from "./node.ts";

/** Tests of what a person on one node has to know of what happens on another. */
function testPair(name: string, fn: (pair: Pair) => Promise<void>): void {
  testWith([NATS_SERVER], {
    name,
    fn: async () => {
      await using pair = await startPair();
      await fn(pair);
    },
  });
}

/** Waits until the node of `reader` has applied what `writer` has done on its own; both are in #1. */
async function catchUp(reader: IrcTestClient, writer: IrcTestClient): Promise<void> {
  const text = crypto.randomUUID();
  await writer.send(`PRIVMSG #1 :${text}`);
  await waitForText(reader, text);
}

testPair("LUSERS counts the people of a node and those of the network", async ({ alice, b }) => {
  using carol = await enterNode(b.server, "carol");
  const answers = await answersTo(carol, "LUSERS");
  assertEquals(answers.filter((line) => /^(251|255|265|266) /.test(line)), [
    "251 There are 0 users and 3 invisible on 2 servers",
    "255 I have 2 clients and 1 servers",
    "265 2 2 Current local users 2, max 2",
    "266 3 3 Current global users 3, max 3",
  ]);
  await carol.send("QUIT");
  await alice.waitFor("QUIT");
  assertEquals((await answersTo(alice, "LUSERS")).slice(-2), [
    "265 1 1 Current local users 1, max 1",
    "266 2 3 Current global users 2, max 3",
  ]);
});

testPair("MONITOR and WHOWAS tell of people who come and go on another node", async (pair) => {
  const { alice, b } = pair;
  await alice.send("MONITOR + carol");
  await alice.waitFor("RPL_MONOFFLINE", "731");
  const carol = await enterNode(b.server, "carol", []);
  assertEquals((await alice.waitFor("RPL_MONONLINE", "730")).params[1], "carol!~carol@127.0.0.1");
  await carol.send("NICK dave");
  assertEquals((await alice.waitFor("RPL_MONOFFLINE", "731")).params[1], "carol");
  await carol.send("NICK carol");
  await alice.waitFor("RPL_MONONLINE", "730");
  await carol.send("QUIT");
  await alice.waitFor("RPL_MONOFFLINE", "731");
  assertEquals((await answersTo(alice, "WHOWAS carol"))[0], "314 carol ~carol 127.0.0.1 * carol");
});

testPair("An invitation by somebody on another node lets one in, once", async ({ alice, bob }) => {
  await alice.join("#2");
  await alice.send("MODE #2 +i");
  await alice.waitFor("MODE");
  await catchUp(bob, alice);
  assertEquals((await answersTo(bob, "JOIN #2"))[0]?.slice(0, 3), "473");
  await alice.send("INVITE bob #2");
  assertEquals(textOf(await bob.waitFor("INVITE")), ":alice!~alice@127.0.0.1 INVITE bob #2");
  assertEquals((await answersTo(bob, "INVITE"))[0], "336 #2");
  await bob.join("#2");
  await bob.send("PART #2");
  await alice.waitFor("PART");
  assertEquals((await answersTo(bob, "JOIN #2"))[0]?.slice(0, 3), "473");
});

testPair("KNOCK, SILENCE and modes hold for people on different nodes", async (pair) => {
  const { alice, bob, a } = pair;
  using carol = await enterNode(a, "carol", []);
  await alice.join("#2");
  await alice.send("MODE #2 +i");
  await alice.waitFor("MODE");
  await catchUp(bob, alice);
  await bob.send("KNOCK #2 :let me in");
  assertEquals((await alice.waitFor("RPL_KNOCK", "710")).params.at(-1), "let me in");
  assertEquals((await answersTo(carol, "KNOCK #2"))[0]?.slice(0, 3), "712");
  await bob.send("SILENCE +alice!*@*");
  await bob.waitFor("SILENCE");
  await catchUp(alice, bob);
  await alice.send("PRIVMSG bob :refused", "PRIVMSG #1 :seen");
  await waitForText(bob, "seen");
  assertEquals(await historyOf(bob, "alice"), []);
  await alice.send("MODE #1 +b bob!*@*", "MODE #1 +v bob", "MODE #1 +m");
  await bob.waitFor("MODE #1 +m", ({ params }) => params[1] === "+m");
  assertEquals(await answersTo(bob, "MODE #1"), await answersTo(alice, "MODE #1"));
  const bans = async (client: IrcTestClient) => await answersTo(client, "MODE #1 b");
  assertEquals(await bans(bob), await bans(alice));
  assertEquals((await bans(bob))[0]?.split(" ").slice(0, 3), ["367", "#1", "bob!*@*"]);
});

testPair("Metadata reaches those who have subscribed to it on another node", async (pair) => {
  const { alice, bob } = pair;
  for (const client of [alice, bob]) {
    await client.send("CAP REQ draft/metadata-2");
    await client.waitFor("CAP");
  }
  await bob.send("METADATA * SUB pronouns");
  await bob.waitFor("770");
  await alice.send("METADATA * SET pronouns :they/them");
  const change = await bob.waitFor("METADATA");
  assertEquals(change.params, ["alice", "pronouns", "*", "they/them"]);
  const answer = await answersTo(bob, "METADATA alice GET pronouns");
  assert(answer.includes("761 alice pronouns * they/them"));
});

testPair("A message that is deleted on one node is gone from the history of all", async (pair) => {
  const { alice, bob } = pair;
  for (const client of [alice, bob]) {
    await client.send("CAP REQ draft/message-redaction");
    await client.waitFor("CAP");
  }
  await alice.send("PRIVMSG #1 :stays", "PRIVMSG #1 :goes");
  const id = await waitForText(alice, "goes");
  await waitForText(bob, "goes");
  await alice.send(`REDACT #1 ${id} :a slip`);
  assertEquals((await bob.waitFor("REDACT")).params, ["#1", id, "a slip"]);
  const history = await historyOf(bob, "#1");
  assertEquals(history.map((line) => line.split(" ").at(-1)), ["stays"]);
  assertEquals(await historyOf(alice, "#1"), history);
});

testPair("A room that was renamed has its earlier history on each node", async ({ alice, bob }) => {
  await alice.send("PRIVMSG #1 :before");
  await waitForText(bob, "before");
  await alice.send("RENAME #1 #one :a better name");
  await bob.waitFor("#one's names", "366");
  await bob.send("PRIVMSG #one :after");
  await waitForText(alice, "after");
  const history = await historyOf(bob, "#one");
  assertEquals(history.map((line) => line.split(" ").at(-1)), ["before", "after"]);
  assertEquals(await historyOf(alice, "#one"), history);
});

testPair("What is said in a closed room is on each node for those who were in it", async (pair) => {
  const { alice, bob, a, b } = pair;
  await alice.send("MODE #1 +i");
  await bob.waitFor("MODE");
  await bob.send("PRIVMSG #1 :secret");
  await waitForText(alice, "secret");
  await bob.send("PART #1");
  await alice.waitFor("PART");
  await alice.send("PRIVMSG #1 :later", "INVITE bob #1");
  await bob.waitFor("INVITE");
  await bob.join("#1");
  const read = await historyOf(bob, "#1");
  assertEquals(read, await historyOf(alice, "#1"));
  await alice.send("MODE #1 -i", "PRIVMSG #1 :open");
  await waitForText(bob, "open");
  const others = await Promise.all([a, b.server].map(async (node, index) => {
    using other = await enterNode(node, `other${index}`);
    return await historyOf(other, "#1");
  }));
  assertEquals(others[0], others[1]);
  assert(others[0]!.every((line) => !line.endsWith("secret")));
  assert(others[0]!.some((line) => line.endsWith("open")));
});

testPair("A node that was killed and starts again knows what the others know", async (pair) => {
  const { alice, a, b } = pair;
  using carol = await enterNode(a, "carol");
  await carol.send("CAP REQ draft/metadata-2");
  await carol.waitFor("CAP");
  await alice.send("TOPIC #1 :first", "MODE #1 +b x!*@*", "MODE #1 +eI y!*@* z!*@*");
  await carol.send("METADATA * SET pronouns :they/them", "NICK dave", "NICK carol", "AWAY :out");
  await catchUp(pair.bob, carol);
  await b.kill();
  await alice.send("TOPIC #1 :second", "MODE #1 +kl key 9", "INVITE carol #2", "JOIN #2,#3,#4");
  await alice.send("MODE #2 +i", "INVITE carol #2", "RENAME #3 #three :x", "PART #4");
  await carol.send("SILENCE +alice!*@*", "METADATA #1 SET a :b", "NICK erin", "NICK carol");
  await Promise.all([alice.sync(), carol.sync()]);
  using bob = await enterNode(await b.start(), "bob", []);
  await alice.waitFor("bob's QUIT", "QUIT");
  await bob.send("CAP REQ draft/metadata-2", "JOIN #1 key");
  await alice.waitFor("bob's JOIN", "JOIN");
  await alice.send("CAP REQ draft/metadata-2", "MODE #1 +o bob");
  await bob.waitFor("MODE");
  const lines = ["NAMES #1", "WHO #1", "TOPIC #1", "MODE #1", "MODE #1 b", "MODE #1 e", "LIST"];
  lines.push("MODE #1 I", "WHOIS carol", "WHOWAS dave", "WHOWAS bob", "WHOWAS erin", "ISON carol");
  lines.push("JOIN #2", "METADATA carol GET pronouns", "TOPIC #three", "USERHOST carol");
  for (const line of lines) {
    const [one, other] = (await Promise.all([alice, bob].map((client) => answersTo(client, line))))
      .map((answers) => answers.filter((answer) => !answer.startsWith("BATCH")));
    if (line !== "JOIN #2") assertEquals(other, one, line);
    else assertEquals(other?.[0]?.slice(0, 3), "473");
  }
  assertEquals((await answersTo(bob, "LUSERS")).at(-1), (await answersTo(alice, "LUSERS")).at(-1));
});
