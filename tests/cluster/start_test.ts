import { assertEquals, assertMatch } from "@std/assert";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { testWith } from "../harness/peers.ts";
import { runChat } from "../harness/program.ts";
import {
  answersTo,
  enterNode,
  historyOf,
  KeptNode,
  nodeArgs,
  startNode,
  waitForText,
} from "./node.ts";

const ALONE = ["serve", "--port", "0", "--no-web"];

testWith([NATS_SERVER], {
  name: "A node that comes later has the history, the people, topics and modes of the others",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = await startNode(nats, "a");
    using alice = await enterNode(a, "alice", ["#1", "#2"]);
    await alice.send("MODE #2 +mk key", "TOPIC #2 :words", "AWAY :out", "PRIVMSG #1 :early");
    await waitForText(alice, "early");
    await using b = await startNode(nats, "b");
    using bob = await enterNode(b, "bob", ["#1"]);
    assertEquals(await historyOf(bob, "#1"), await historyOf(alice, "#1"));
    await alice.send("INVITE bob #2");
    await bob.waitFor("INVITE");
    await bob.join("#2");
    await alice.waitFor(
      "bob's JOIN",
      ({ command, params }) => command === "JOIN" && params[0] === "#2",
    );
    for (const line of ["TOPIC #2", "MODE #2", "NAMES #2", "WHO #2"]) {
      assertEquals(await answersTo(bob, line), await answersTo(alice, line));
    }
  },
});

testWith([NATS_SERVER], {
  name: "A node that was closed goes on from its own state when NATS has no old messages any more",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = await startNode(nats, "a");
    await using b = new KeptNode(nats, "b");
    await using c = new KeptNode(nats, "c");
    using alice = await enterNode(a, "alice");
    await alice.send("TOPIC #1 :words", "MODE #1 +k key", "PRIVMSG #1 :early");
    await waitForText(alice, "early");
    using bob = await enterNode(await b.start(), "bob", []);
    await bob.sync();
    assertEquals(await b.close(), 0);
    await nats.purge();
    await alice.send("AWAY :out", "PRIVMSG #1 :late");
    await waitForText(alice, "late");
    await runChat(["backup", `${c.data}/chat.db`, "--data", b.data]);
    for (const node of [b, c]) {
      using carol = await enterNode(await node.start(), "carol", []);
      await carol.send("JOIN #1 key");
      await carol.waitFor("RPL_ENDOFNAMES", "366");
      await alice.waitFor("carol's JOIN", "JOIN");
      assertEquals(await historyOf(carol, "#1"), await historyOf(alice, "#1"));
      for (const line of ["TOPIC #1", "MODE #1", "NAMES #1", "WHO #1"]) {
        assertEquals(await answersTo(carol, line), await answersTo(alice, line));
      }
      await carol.send("QUIT");
      await alice.waitFor("carol's QUIT", "QUIT");
      await node.kill();
    }
  },
});

Deno.test("A node without a name or without NATS says what is missing", async () => {
  const cluster = ["--data", ":memory:", "--cluster", "nats://127.0.0.1:1"];
  const nameless = await runChat([...ALONE, ...cluster]);
  assertEquals(nameless.code, 2);
  assertMatch(nameless.stderr, /add --node NAME/);
  const alone = await runChat([...ALONE, ...cluster, "--node", "a"]);
  assertEquals(alone.code, 1);
  assertMatch(
    alone.stderr,
    /Cannot use NATS at nats:\/\/127\.0\.0\.1:1: .*start nats-server with -js/,
  );
});

testWith([NATS_SERVER], {
  name: "A node says what helps against credentials, replicas and a stream that cannot be used",
  fn: async () => {
    await using nats = await NatsServer.start();
    const folder = await Deno.makeTempDir({ prefix: "chat-start-" });
    const file = `${folder}/chat.creds`;
    await Deno.writeTextFile(file, "words", { mode: 0o600 });
    const node = ["--data", ":memory:", "--cluster", nats.address, "--node", "a"];
    await nats.makeStream("other", "chat.taken.log");
    const [garbled, alone, taken] = await Promise.all([
      runChat([...ALONE, ...node, "--cluster-credentials", file]),
      runChat([...ALONE, ...node, "--cluster-replicas", "3"]),
      runChat([...ALONE, ...node, "--cluster-network", "taken"]),
    ]);
    await Deno.remove(folder, { recursive: true });
    assertEquals([garbled.code, alone.code, taken.code], [1, 1, 1]);
    assertMatch(garbled.stderr, /Cannot use NATS at .*; name a file .*--cluster-credentials/);
    assertMatch(alone.stderr, /Cannot make the stream chat-chat .*; .*--cluster-replicas/);
    assertMatch(taken.stderr, /Cannot make the stream chat-taken .*; .*--cluster-network/);
  },
});

testWith([NATS_SERVER], {
  name: "A node that joins and cannot listen leaves at once",
  fn: async () => {
    await using nats = await NatsServer.start();
    await using a = await startNode(nats, "a");
    using alice = await enterNode(a, "alice", []);
    await using b = new KeptNode(nats, "b");
    const refused = nodeArgs(nats, { name: "b", data: b.data });
    const { stderr } = await runChat([...refused, "--port", String(a.port)]);
    assertMatch(stderr, /Joined the cluster[^]*Cannot listen on .*: the port is in use/);
    assertEquals((await answersTo(alice, "LINKS")).length, 2);
  },
});
