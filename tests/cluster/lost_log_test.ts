import { assertEquals, assertMatch } from "@std/assert";
import { testWith } from "../harness/peers.ts";
import { startServer } from "../harness/server.ts";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { enterNode, historyOf, KeptNode, refusedNode, say, startNode, wordsOf } from "./node.ts";

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
    assertMatch(
      await refusedNode(nats, one.data),
      /NATS does not have it any more, or --cluster-network .*; bring back/,
    );
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
  name: "A node that misses what NATS has removed ends, and takes a copy when it starts again",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = new KeptNode(nats, "a");
    await using b = new KeptNode(nats, "b");
    using alice = await enterNode(await a.start(), "alice");
    const { process } = await b.start();
    process.kill("SIGSTOP");
    // What NATS has sent to the node already would reach it.
    await nats.kill();
    await nats.restart();
    await say(alice, "missed");
    await nats.purge();
    await say(alice, "late");
    process.kill("SIGCONT");
    assertEquals(await process.finished(), 1);
    assertMatch(
      process.stderr.items.join("\n"),
      /Cannot follow the log of the cluster: it has the messages \d+ to \d+, and the next one/,
    );
    await b.kill();
    using bob = await enterNode(await b.start(), "bob");
    const history = await historyOf(alice, "#1");
    assertEquals(wordsOf(history), ["missed", "late"]);
    assertEquals(await historyOf(bob, "#1"), history);
  },
});

testWith([NATS_SERVER], {
  name: "A node that was killed before it stored its state does not follow a log without it",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = new KeptNode(nats, "a");
    {
      using alice = await enterNode(await a.start(), "alice");
      await say(alice, "before");
    }
    await a.kill();
    await nats.restoreEmpty();
    assertMatch(await refusedNode(nats, a.data), /it ends before what this server's database has/);
  },
});

testWith([NATS_SERVER], {
  name: "A stream that does not say of which network it is the log is not used",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = new KeptNode(nats, "a");
    await nats.makeStream();
    assertMatch(
      await refusedNode(nats, a.data),
      /Cannot use the stream chat-chat of NATS: its description does not say .*--cluster-network/,
    );
  },
});
