import { assertEquals, assertMatch } from "@std/assert";
import { NATS_SERVER, NatsServer } from "./nats.ts";
import { testWith } from "../harness/peers.ts";
import { runChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { answersTo, enterNode, historyOf, startNode, waitForText } from "./node.ts";

const ALONE = ["serve", "--port", "0", "--no-web", "--accounts", "off"];

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
    for (const line of ["TOPIC #2", "MODE #2", "NAMES #2", "WHO #2"]) {
      assertEquals(await answersTo(bob, line), await answersTo(alice, line));
    }
  },
});

testWith([NATS_SERVER], {
  name: "A server that has a network of its own does not become a node of a cluster",
  fn: async () => {
    await using nats = await NatsServer.start();
    const data = await Deno.makeTempDir({ prefix: "chat-node-" });
    {
      await using server = await startServer({ args: ["--data", data] });
      using alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
      await alice.send("PRIVMSG #1 :mine");
      await alice.sync();
    }
    const { code, stderr } = await runChat([
      ...[...ALONE, "--data", data],
      ...["--cluster", nats.address, "--node", "a"],
    ]);
    assertEquals(code, 1);
    assertMatch(stderr, /choose an empty folder with --data/);
    await Deno.remove(data, { recursive: true });
  },
});

Deno.test("A node without a name, with accounts, or without NATS says what is missing", async () => {
  const cluster = ["--data", ":memory:", "--cluster", "nats://127.0.0.1:1"];
  const nameless = await runChat([...ALONE, ...cluster]);
  assertEquals(nameless.code, 2);
  assertMatch(nameless.stderr, /add --node NAME/);
  const accounts = await runChat(["serve", ...cluster, "--node", "a"]);
  assertEquals(accounts.code, 2);
  assertMatch(accounts.stderr, /add --accounts off/);
  const alone = await runChat([...ALONE, ...cluster, "--node", "a"]);
  assertEquals(alone.code, 1);
  assertMatch(
    alone.stderr,
    /Cannot use NATS at nats:\/\/127\.0\.0\.1:1: .*start nats-server with -js/,
  );
});
