import { assertEquals, assertMatch } from "@std/assert";
import { IrcTestClient } from "../harness/irc_client.ts";
import { testWith } from "../harness/peers.ts";
import { runChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { answersTo, enterNode, historyOf, KeptNode, startNode, waitForText } from "./node.ts";

const ALONE = ["serve", "--port", "0", "--no-web"];

function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => !/-(wal|shm)$/.test(name)).toSorted();
}

/** The texts of messages as {@linkcode historyOf} gives them, each of which is a word. */
function wordsOf(history: readonly string[]): (string | undefined)[] {
  return history.map((line) => line.split(" ").at(-1));
}

/** Starts a node that is expected to end; returns what it says. */
async function refusedNode(nats: NatsServer, data: string): Promise<string> {
  const { code, stderr } = await runChat([
    ...[...ALONE, "--data", data],
    ...["--cluster", nats.address, "--node", "refused"],
  ]);
  assertEquals(code, 1);
  return stderr;
}

/** Says a word on a node and waits until it is everybody's. */
async function say(client: IrcTestClient, word: string): Promise<void> {
  await client.send(`PRIVMSG #1 ${word}`);
  await waitForText(client, word);
}

testWith([NATS_SERVER], {
  name: "A node with an empty folder takes the database of another when NATS has no old messages",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = new KeptNode(nats, "a");
    await using b = new KeptNode(nats, "b");
    using alice = await enterNode(await a.start(), "alice", ["#1", "#2"]);
    await alice.send("TOPIC #1 :words", "MODE #1 +m");
    await say(alice, "early");
    await nats.purge();
    await say(alice, "late");
    using bob = await enterNode(await b.start(), "bob");
    await alice.waitFor("bob's JOIN", "JOIN");
    assertEquals(await historyOf(bob, "#1"), await historyOf(alice, "#1"));
    for (const line of ["TOPIC #1", "MODE #1", "NAMES #1", "WHO #1", "LIST"]) {
      assertEquals(await answersTo(bob, line), await answersTo(alice, line));
    }
    await alice.send("MODE #1 +v bob");
    await bob.waitFor("MODE");
    await say(bob, "copied");
    await waitForText(alice, "copied");
    for (const { data } of [a, b]) {
      assertEquals(filesIn(data), ["chat.db", "chat.lock", "chat.network"]);
    }
  },
});

testWith([NATS_SERVER], {
  name: "A node that was away for longer than the log is kept takes the database of another",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = new KeptNode(nats, "a");
    await using b = new KeptNode(nats, "b");
    using alice = await enterNode(await a.start(), "alice");
    {
      using bob = await enterNode(await b.start(), "bob");
      await say(bob, "before");
    }
    await b.close();
    await say(alice, "meanwhile");
    await nats.purge();
    await say(alice, "late");
    using bob = await enterNode(await b.start(), "bob");
    const history = await historyOf(alice, "#1");
    assertEquals(wordsOf(history), ["before", "meanwhile", "late"]);
    assertEquals(await historyOf(bob, "#1"), history);
  },
});

testWith([NATS_SERVER], {
  name: "A server that was alone becomes the first node, and all others begin with its history",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = new KeptNode(nats, "a");
    await using b = new KeptNode(nats, "b");
    let before: string[];
    {
      await using server = await startServer({ args: ["--data", a.data] });
      using alice = await enterNode(server, "alice", []);
      await alice.send("REGISTER * * password");
      await alice.waitFor("REGISTER");
      await alice.join("#old");
      await alice.send("TOPIC #old :founded", "MODE #old +m", "PRIVMSG #old :mine");
      await waitForText(alice, "mine");
      before = await historyOf(alice, "#old");
      assertEquals(wordsOf(before), ["mine"]);
    }
    using carol = await enterNode(await a.start(), "carol", ["#old"]);
    using bob = await enterNode(await b.start(), "bob", ["#old"]);
    await carol.waitFor("bob's JOIN", "JOIN");
    for (const client of [carol, bob]) {
      assertEquals(await historyOf(client, "#old"), before);
      assertEquals((await answersTo(client, "TOPIC #old"))[0], "332 #old founded");
      assertEquals((await answersTo(client, "MODE #old"))[0], "324 #old +mnt");
    }
    await bob.send("PRIVMSG carol :hello");
    await waitForText(carol, "hello");
  },
});

testWith([NATS_SERVER], {
  name: "A server that has messages of its own does not become a node of a network that is there",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using _a = await startNode(nats, "a");
    await using other = new KeptNode(nats, "b");
    {
      await using server = await startServer({ args: ["--data", other.data] });
      using alice = await enterNode(server, "alice");
      await say(alice, "mine");
    }
    assertMatch(await refusedNode(nats, other.data), /has messages that the cluster does not have/);
  },
});

testWith([NATS_SERVER], {
  name:
    "A node's folder is that of a server alone without --cluster, and the cluster refuses it then",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using _a = await startNode(nats, "a");
    await using b = new KeptNode(nats, "b");
    {
      using bob = await enterNode(await b.start(), "bob");
      await say(bob, "before");
    }
    await b.close();
    {
      await using server = await startServer({ args: ["--data", b.data] });
      using bob = await enterNode(server, "bob");
      assertEquals((await answersTo(bob, "NAMES #1"))[0], "353 = #1 @bob");
      assertEquals(wordsOf(await historyOf(bob, "#1")), ["before"]);
      await say(bob, "alone");
    }
    assertMatch(await refusedNode(nats, b.data), /has messages that the cluster does not have/);
  },
});

testWith([NATS_SERVER], {
  name: "When NATS has lost everything, the network goes on from a server that was alone meanwhile",
  fn: async () => {
    await using lost = await NatsServer.start();
    await using nats = await NatsServer.start();
    await using one = new KeptNode(lost, "a");
    await using other = new KeptNode(lost, "b");
    await other.start();
    let history: string[];
    {
      using alice = await enterNode(await one.start(), "alice");
      await say(alice, "before");
      history = await historyOf(alice, "#1");
    }
    await Promise.all([one.close(), other.close()]);
    assertMatch(await refusedNode(nats, one.data), /NATS does not have it any more; bring back/);
    {
      await using _alone = await startServer({ args: ["--data", one.data] });
    }
    await using a = await startNode(nats, "a", { args: ["--data", one.data] });
    assertMatch(await refusedNode(nats, other.data), /is of another network/);
    await using c = new KeptNode(nats, "c");
    for (const [node, name] of [[a, "alice"], [await c.start(), "carol"]] as const) {
      using client = await enterNode(node, name);
      assertEquals(await historyOf(client, "#1"), history);
    }
  },
});

testWith([NATS_SERVER], {
  name: "A node that needs a copy says so if no other node is up, or its database is in memory",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using b = new KeptNode(nats, "b");
    {
      await using a = await startNode(nats, "a");
      using alice = await enterNode(a, "alice");
      await alice.sync();
    }
    await nats.purge();
    assertMatch(
      await refusedNode(nats, b.data),
      /Cannot get a copy of another node's database: no other node is up; start a node first/,
    );
    assertMatch(await refusedNode(nats, ":memory:"), /choose a folder with --data/);
  },
});
