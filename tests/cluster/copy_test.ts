import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { testWith } from "../harness/peers.ts";
import { startChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import {
  answersTo,
  enterNode,
  historyOf,
  KeptNode,
  nodeArgs,
  refusedNode,
  say,
  startNode,
  waitForText,
  wordsOf,
} from "./node.ts";

function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => !/-(wal|shm)$/.test(name)).toSorted();
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
    for (const client of [carol, bob]) {
      await client.send("PRIVMSG NickServ :IDENTIFY alice password");
      await client.waitFor("RPL_LOGGEDIN", "900");
    }
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
      assertMatch(server.process.stderr.items.join("\n"), /is a server of its own from now on/);
      assertEquals((await answersTo(bob, "NAMES #1"))[0], "353 = #1 @bob");
      assertEquals(wordsOf(await historyOf(bob, "#1")), ["before"]);
      await say(bob, "alone");
    }
    assertMatch(await refusedNode(nats, b.data), /has messages that the cluster does not have/);
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

testWith([NATS_SERVER], {
  name: "What is said while a node takes a copy is in its history once and in order",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = new KeptNode(nats, "a");
    await using b = new KeptNode(nats, "b");
    using alice = await enterNode(await a.start(), "alice");
    await say(alice, "first");
    await nats.purge();
    let isUp = false;
    const starting = b.start().finally(() => isUp = true);
    const said = ["first"];
    while (!isUp) {
      said.push(`word${said.length}`);
      await say(alice, said.at(-1)!);
    }
    using bob = await enterNode(await starting, "bob");
    await say(bob, "last");
    await waitForText(alice, "last");
    const latest = [...said, "last"].slice(-900);
    assertEquals(wordsOf(await historyOf(bob, "#1")).slice(-900), latest);
    assertEquals(await historyOf(bob, "#1"), await historyOf(alice, "#1"));
  },
});

/** Adds messages to the database of a closed server, so that copying it takes a while. */
function addMessages(data: string, count: number): void {
  const db = new DatabaseSync(`${data}/chat.db`);
  db.exec(`
    WITH RECURSIVE s (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM s WHERE seq < ${count})
      INSERT INTO history (seq, target, kind, source, text)
      SELECT seq, 1, 0, 'a!b@c', hex(randomblob(100)) FROM s;
  `);
  db.close();
}

function countMessages(data: string): unknown {
  const db = new DatabaseSync(`${data}/chat.db`, { readOnly: true });
  try {
    return db.prepare("SELECT count(*) AS count FROM history WHERE kind = 0").get()?.["count"];
  } finally {
    db.close();
  }
}

testWith([NATS_SERVER], {
  name:
    "When the node that gives a copy is killed, another one gives it, and nothing is left behind",
  fn: async () => {
    const messages = 100_000;
    await using nats = await NatsServer.start();
    const nodes = [new KeptNode(nats, "a"), new KeptNode(nats, "b")] as const;
    await using a = nodes[0];
    await using b = nodes[1];
    await using c = new KeptNode(nats, "c");
    {
      await using server = await startServer({ args: ["--data", a.data] });
      using alice = await enterNode(server, "alice");
      await say(alice, "hello");
    }
    addMessages(a.data, messages);
    await a.start();
    await b.start();
    // The lines of its log are read before it listens.
    await using process = startChat(nodeArgs(nats, { name: "c", data: c.data }));
    const line = await process.stderr.waitFor((line) => line.includes("Taking a copy"));
    const giver = nodes.find(({ name }) => line.includes(`from=${name}`))!;
    const { stderr } = giver.server.process;
    await stderr.waitFor((line) => /Copying the database .*node=c/.test(line));
    // It must not have the whole before the other node is killed.
    process.kill("SIGSTOP");
    await stderr.waitFor((line) => /Sending the copy .*node=c/.test(line));
    await giver.kill();
    process.kill("SIGCONT");
    await process.stderr.waitFor((line) => line.includes("listening on"));
    const log = process.stderr.items.join("\n");
    assertMatch(log, new RegExp(`not taken node=${giver.name} `));
    assertEquals(countMessages(c.data), messages + 1);
    assertEquals(filesIn(c.data), ["chat.db", "chat.lock", "chat.network"]);
    assertNotEquals(filesIn(giver.data), ["chat.db", "chat.lock", "chat.network"]);
    await giver.start();
    assertEquals(filesIn(giver.data), ["chat.db", "chat.lock", "chat.network"]);
  },
});
