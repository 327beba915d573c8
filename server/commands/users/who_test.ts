import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("WHO of a room lists its members, their presence and their status", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await answers(bob, "AWAY :lunch");
  assertEquals(await answers(alice, "WHO #1"), [
    "352 alice #1 ~alice 127.0.0.1 irc.test alice H@ 0 alice",
    "352 alice #1 ~bob 127.0.0.1 irc.test bob G 0 bob",
    "315 alice #1 End of WHO",
  ]);
});

Deno.test("WHO finds invisible users of shared rooms by mask, and everybody by nickname", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bobby");
  assertEquals(await answers(alice, "WHO bob*"), ["315 alice bob* End of WHO"]);
  assertEquals(await answers(alice, "WHO BOBBY"), [
    "352 alice * ~bobby 127.0.0.1 irc.test bobby H 0 bobby",
    "315 alice BOBBY End of WHO",
  ]);
  await alice.join("#1");
  await bob.join("#1");
  const [found] = await answers(alice, "WHO bob*!*@127.*");
  assertEquals(found, "352 alice #1 ~bobby 127.0.0.1 irc.test bobby H 0 bobby");
});

Deno.test("WHO shows outsiders nothing of a secret room", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#hidden"] });
  const bob = await server.enter("bob");
  await answers(alice, "MODE alice -i");
  await answers(alice, "MODE #hidden +s");
  assertEquals(await answers(bob, "WHO #hidden"), ["315 bob #hidden End of WHO"]);
  const [found] = await answers(bob, "WHO alice");
  assertEquals(found, "352 bob * ~alice 127.0.0.1 irc.test alice H 0 alice");
});

Deno.test("WHO with o lists only operators", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enterOperator("alice", { channels: ["#1"] });
  await server.enter("bob", { channels: ["#1"] });
  assertEquals(await answers(alice, "WHO #1 o"), [
    "352 alice #1 ~alice 127.0.0.1 irc.test alice H*@ 0 alice",
    "315 alice #1 End of WHO",
  ]);
});

Deno.test("WHOX sends the fields in its own order, with the token", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await answers(alice, "WHO alice %rnaouct,42"), [
    "354 alice 42 #1 ~alice alice 0 n/a alice",
    "315 alice alice End of WHO",
  ]);
  assertEquals(await answers(alice, "WHO #1 o%n"), ["315 alice #1 End of WHO"]);
});

Deno.test("WHOX shows an address to its user and to operators", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  const root = await server.enterOperator("root");
  const addressFor = async (client: typeof alice) => (await answers(client, "WHO alice %i"))[0];
  assertEquals(await addressFor(alice), "354 alice 127.0.0.1");
  assertEquals(await addressFor(bob), "354 bob 255.255.255.255");
  assertEquals(await addressFor(root), "354 root 127.0.0.1");
});
