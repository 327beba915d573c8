import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("AWAY is told to those around who asked for it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"], capabilities: ["away-notify"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await alice.sync();
  assertEquals(await answers(bob, "AWAY :lunch"), ["306 bob You are now marked as away"]);
  assertEquals((await alice.sync()).map(({ params }) => params), [["lunch"]]);
  assertEquals(await answers(bob, "AWAY :"), ["305 bob You are no longer marked as away"]);
  assertEquals((await alice.sync()).map(({ params }) => params), [[]]);
});

Deno.test("AWAY before registration is for those with draft/pre-away", async () => {
  await using server = await InProcessServer.start();
  const bob = await server.connect({ name: "bob" });
  await bob.send("NICK bob", "AWAY :early");
  await bob.waitFor("ERR_NOTREGISTERED", "451");
  await bob.send("CAP REQ draft/pre-away", "AWAY :early");
  await bob.waitFor("RPL_NOWAWAY", "306");
  await bob.send("USER bob 0 * :bob", "CAP END");
  await bob.waitFor("RPL_WELCOME", "001");
  const lines = await answers(bob, "WHOIS bob");
  assertEquals(lines.filter((line) => line.startsWith("301")), ["301 bob bob early"]);
});

Deno.test("SETNAME changes the real name, and refuses one that is empty or too long", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: ["setname", "standard-replies"] });
  assertEquals(await answers(alice, "SETNAME :Alice Liddell"), ["SETNAME Alice Liddell"]);
  const [whois] = await answers(alice, "WHOIS alice");
  assertEquals(whois, "311 alice alice ~alice 127.0.0.1 * Alice Liddell");
  for (const name of ["", "x".repeat(151)]) {
    assertEquals(await answers(alice, `SETNAME :${name}`), [
      "FAIL SETNAME INVALID_REALNAME A real name has between 1 and 150 bytes",
    ]);
  }
});

Deno.test("MONITOR tells when someone comes, changes nickname and goes", async () => {
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

Deno.test("MONITOR lists, tells presence, removes and clears", async () => {
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

Deno.test("MONITOR takes no more nicknames than the limit", async () => {
  await using server = await InProcessServer.start("[limits]\nmonitor-entries = 2");
  const alice = await server.enter("alice");
  assertEquals(await answers(alice, "MONITOR + a,b,c,d"), [
    "734 alice 2 c,d The monitor list is full",
    "731 alice a,b",
  ]);
});
