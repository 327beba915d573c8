import { assertEquals, assertMatch } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { enterChat } from "../harness/join.ts";
import { runChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";
import { answersTo, received } from "../harness/wire.ts";

Deno.test("A nickname in use is refused with 433, and another is accepted on the same connection", async () => {
  await using server = await startServer();
  using bob = await IrcTestClient.enter(server, { nickname: "bob" });
  using other = await IrcTestClient.connect(server);
  assertEquals(await answersTo(other, "NICK BOB", "USER bob 0 * :bob"), [
    "local.chat 433 * BOB This nickname is already in use",
  ]);
  await other.send("NICK bobby");
  await other.waitFor("001");
  await other.sync();
  assertEquals(await answersTo(other, "NICK bob"), [
    "local.chat 433 bobby bob This nickname is already in use",
  ]);
  assertEquals(await received(bob), []);
});

Deno.test("A nickname is free again after QUIT", async () => {
  await using server = await startServer();
  using bob = await IrcTestClient.enter(server, { nickname: "bob" });
  await bob.send("QUIT");
  await bob.closed();
  using next = await IrcTestClient.enter(server, { nickname: "bob" });
  assertEquals(await next.sync(), []);
});

Deno.test("Of many connections that ask for one nickname at once, exactly one gets it", async () => {
  await using server = await startServer();
  const clients = await Promise.all(
    Array.from({ length: 50 }, () => IrcTestClient.connect(server)),
  );
  const answers = await Promise.all(clients.map(async (client) => {
    await client.send("NICK wanted", "USER wanted 0 * :wanted");
    return (await client.waitFor("001 or 433", ({ command }) => /001|433/.test(command))).command;
  }));
  assertEquals(answers.filter((code) => code === "001").length, 1);
  assertEquals(answers.filter((code) => code === "433").length, 49);
  for (const client of clients) client.close();
});

Deno.test("An invalid nickname is refused with 432, before and after registration", async () => {
  await using server = await InProcessServer.start();
  const client = await server.connect();
  for (const name of ["1abc", "a!b", "a@b", "#a", "a,b", "*", "x".repeat(33), ":a b", "раypal"]) {
    assertMatch((await answersTo(client, `NICK ${name}`))[0]!, /^irc\.test 432 \* /);
  }
  const alice = await server.enter("alice");
  assertMatch((await answersTo(alice, "NICK a.b"))[0]!, /^irc\.test 432 alice a\.b /);
  assertEquals(await answersTo(alice, "NICK 爱丽丝"), ["alice NICK 爱丽丝"]);
});

Deno.test("NICK is seen once by all who share channels, however many channels", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  const bob = await server.enter("bob", { channels: ["#1", "#2"] });
  const eve = await server.enter("eve");
  await Promise.all([bob.sync(), eve.sync()]);
  assertEquals(await answersTo(alice, "NICK alicia"), ["alice NICK alicia"]);
  assertEquals(await received(bob), ["alice NICK alicia"]);
  assertEquals(await received(eve), []);
  assertEquals(await answersTo(alice, "NICK Alicia"), ["alicia NICK Alicia"]);
});

Deno.test("`chat join` with a nickname in use says so and exits with code 3", async () => {
  await using server = await startServer();
  await using _bob = await enterChat(server, "bob");
  for (const name of ["bob", "Bob"]) {
    const args = ["join", ...server.address, "--user", name, "--room", "1"];
    const result = await runChat(args, { input: "hello\n" });
    assertEquals(result, {
      code: 3,
      stdout: "",
      stderr: `The name "${name}" is already in use`,
    });
  }
});

Deno.test("`chat join` without --user takes guest and the local port as nickname", async () => {
  await using server = await startServer();
  const { code, stderr } = await runChat(["join", ...server.address]);
  assertEquals(code, 0);
  assertMatch(stderr, /^Connected as guest\d+/);
});
