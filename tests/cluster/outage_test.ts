import { assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { IrcTestClient } from "../harness/irc_client.ts";
import { NATS_SERVER, NatsServer, startThree } from "./nats.ts";
import { testWith } from "../harness/peers.ts";
import { Link } from "./storm/link.ts";
import { enterNode, historyOf, startNode, startPair, textOf, waitForText } from "./node.ts";

testWith([NATS_SERVER], {
  name: "What is said while NATS is killed and starts again arrives once and in order",
  fn: async () => {
    await using pair = await startPair();
    const { nats, a, alice, bob } = pair;
    using carol = await enterNode(a, "carol", []);
    for (let round = 0; round < 3; round++) {
      await nats.kill();
      await alice.send(...["one", "two", "three"].map((text) => `PRIVMSG #1 :${round} ${text}`));
      await bob.send(`PRIVMSG #1 :${round} from bob`);
      // Those who say nothing are answered meanwhile.
      await carol.sync();
      await nats.restart();
      await waitForText(bob, `${round} three`);
      await waitForText(alice, `${round} from bob`);
      await Promise.all([alice.sync(), bob.sync()]);
    }
    const history = await historyOf(alice, "#1");
    assertEquals(await historyOf(bob, "#1"), history);
    const texts = history.filter((line) => line.includes(":alice!"))
      .map((line) => line.slice(line.indexOf("#1 ") + 3));
    const rounds = [0, 1, 2].flatMap((round) =>
      ["one", "two", "three"].map((text) => `${round} ${text}`)
    );
    assertEquals(texts, rounds);
    assertEquals(history.length, 12);
  },
});

testWith([NATS_SERVER], {
  name: "A node tells its people when NATS is away for long, and that it is back",
  fn: async () => {
    await using nats = await NatsServer.start();
    const args = ["--ping-interval", "4s", "--ping-timeout", "4s"];
    await using a = await startNode(nats, "a", { args });
    using alice = await enterNode(a, "alice");
    await nats.kill();
    // What comes after this is not read, so its silence must not end the session.
    await alice.send("JOIN #2");
    const lost = await alice.waitFor("NOTICE");
    assertMatch(lost.params[1] ?? "", /^This server has lost the network; what you send waits/);
    using bob = await IrcTestClient.connect(a);
    await bob.send("NICK bob", "USER bob 0 * :bob");
    const waiting = await bob.waitFor("NOTICE");
    assertEquals(waiting.params[1], "This server has lost the network; you enter once it is back");
    await nats.restart();
    await bob.waitFor("001");
    const answers: string[] = [];
    for (let count = 0; count < 2; count++) {
      const { command, params } = await alice.waitFor(
        "the names and the notice",
        ({ command }) => command === "366" || command === "NOTICE",
      );
      answers.push(`${command} ${params[1]}`);
    }
    assertEquals(answers.toSorted(), [
      "366 #2",
      "NOTICE The network is back; what you sent is sent",
    ]);
    await alice.sync();
  },
});

testWith([NATS_SERVER], {
  name:
    "When a node is killed, its people quit on the others, and it starts again with all history",
  fn: async () => {
    await using pair = await startPair();
    const { b, alice, bob } = pair;
    await bob.send("PRIVMSG #1 :before");
    await waitForText(alice, "before");
    await b.kill();
    await alice.send("PRIVMSG #1 :meanwhile");
    await waitForText(alice, "meanwhile");
    await b.start();
    assertEquals(
      textOf(await alice.waitFor("QUIT")),
      ":bob!~bob@127.0.0.1 QUIT The server b is gone",
    );
    using returned = await enterNode(b.server, "bob");
    await alice.waitFor("bob's JOIN", "JOIN");
    await returned.send("PRIVMSG #1 :after");
    await waitForText(alice, "after");
    const history = await historyOf(alice, "#1");
    assertEquals(history.map((line) => line.split(" ").at(-1)), ["before", "meanwhile", "after"]);
    assertEquals(await historyOf(returned, "#1"), history);
  },
});

testWith([NATS_SERVER], {
  name: "A node that is silent for ten seconds is taken for dead, and begins anew when it goes on",
  fn: async () => {
    await using pair = await startPair();
    const { b, alice, bob } = pair;
    b.server.process.kill("SIGSTOP");
    assertEquals(
      textOf(await alice.waitFor("QUIT")),
      ":bob!~bob@127.0.0.1 QUIT The server b is gone",
    );
    await alice.send("PRIVMSG #1 :meanwhile");
    await waitForText(alice, "meanwhile");
    b.server.process.kill("SIGCONT");
    await bob.waitFor("ERROR");
    using returned = await enterNode(b.server, "bob");
    assertEquals(await historyOf(returned, "#1"), await historyOf(alice, "#1"));
    await returned.send("PRIVMSG #1 :here again");
    await waitForText(alice, "here again");
  },
});

testWith([NATS_SERVER], {
  name: "A node that cannot store ends, and has everything once after it starts again",
  fn: async () => {
    await using pair = await startPair();
    const { b, alice, bob } = pair;
    await alice.send("PRIVMSG #1 :before");
    await waitForText(bob, "before");
    const { process } = b.server;
    const other = new DatabaseSync(`${b.data}/chat.db`);
    other.exec("BEGIN IMMEDIATE");
    await alice.send("TOPIC #1 :not stored", "PRIVMSG #1 :not stored");
    // Until it has given up waiting for the lock.
    await process.stderr.waitFor((line) => line.includes("Messages cannot be stored"));
    other.exec("ROLLBACK");
    other.close();
    await alice.send("PRIVMSG #1 :after");
    assertEquals(await process.finished(), 1);
    assertMatch(
      process.stderr.items.join("\n"),
      /Cannot store what the network says: .*start again/,
    );
    await b.kill();
    await b.start();
    using returned = await enterNode(b.server, "bob");
    const history = await historyOf(alice, "#1");
    assertEquals(history.length, 3);
    assertEquals(await historyOf(returned, "#1"), history);
  },
});

testWith([NATS_SERVER], {
  name:
    "When the leader of three NATS servers is killed, messages wait for the next one and arrive once",
  fn: async () => {
    const three = await startThree();
    try {
      const address = three.map((nats) => nats.address).join(",");
      const args = ["--cluster-replicas", "3"];
      await using a = await startNode({ address }, "a", { args });
      await using b = await startNode({ address }, "b", { args });
      using alice = await enterNode(a, "alice");
      using bob = await enterNode(b, "bob");
      const leader = await three[0]!.leader();
      await three[Number(leader?.slice(1))]!.kill();
      const texts = ["one", "two", "three"];
      await alice.send(...texts.map((text) => `PRIVMSG #1 :${text}`));
      await bob.send("PRIVMSG #1 :from bob");
      await waitForText(bob, "three");
      await waitForText(alice, "from bob");
      await Promise.all([alice.sync(), bob.sync()]);
      const history = await historyOf(alice, "#1");
      assertEquals(history.length, 4);
      assertEquals(await historyOf(bob, "#1"), history);
    } finally {
      for (const nats of three) await nats[Symbol.asyncDispose]();
    }
  },
});

testWith([NATS_SERVER], {
  name: "A node whose NATS server falls silent goes on with another one",
  fn: async () => {
    await using nats = await NatsServer.start();
    // Two ways to one server stand for two servers.
    await using one = new Link(() => nats.port);
    await using other = new Link(() => nats.port);
    const address = [one, other].map(({ port }) => `nats://127.0.0.1:${port}`).join(",");
    await using a = await startNode({ address }, "a");
    using alice = await enterNode(a, "alice");
    (one.isUsed ? one : other).hold();
    await alice.send("PRIVMSG #1 :still here");
    await waitForText(alice, "still here");
  },
});
