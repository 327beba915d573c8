import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("MONITOR reports when a user comes, changes nickname and goes", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await answers(alice, "MONITOR + bob,alice,b!d"), [
    "432 alice b!d This nickname cannot be used",
    "730 alice alice!~alice@127.0.0.1",
    "731 alice bob",
  ]);
  const bob = await server.enter("bob");
  assertEquals((await alice.waitFor("730")).params, ["alice", "bob!~bob@127.0.0.1"]);
  await answers(bob, "NICK robert");
  assertEquals((await alice.waitFor("731")).params, ["alice", "bob"]);
  await answers(bob, "NICK Bob");
  await alice.waitFor("730");
  await bob.send("QUIT");
  assertEquals((await alice.waitFor("731")).params, ["alice", "Bob"]);
});

Deno.test("MONITOR lists nicknames, sends presence, removes and clears", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  await answers(alice, "MONITOR + bob,carol,alice");
  assertEquals(await answers(alice, "MONITOR + BOB"), []);
  assertEquals(await answers(alice, "MONITOR L"), [
    "732 alice bob,carol,alice",
    "733 alice End of the monitor list",
  ]);
  assertEquals(await answers(alice, "MONITOR - Carol"), []);
  assertEquals(await answers(alice, "MONITOR S"), [
    "730 alice alice!~alice@127.0.0.1",
    "731 alice bob",
  ]);
  assertEquals(await answers(alice, "MONITOR C"), []);
  assertEquals(await answers(alice, "MONITOR L"), ["733 alice End of the monitor list"]);
});

Deno.test("MONITOR refuses nicknames beyond the limit", async () => {
  await using server = await InProcessServer.start("[limits]\nmonitor-entries = 2");
  const alice = await server.enter("alice");
  assertEquals(await answers(alice, "MONITOR + a,b,c,d"), [
    "734 alice 2 c,d The monitor list is full",
    "731 alice a,b",
  ]);
});
