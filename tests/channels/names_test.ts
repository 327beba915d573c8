import { assertEquals, assertMatch } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { enterChat } from "../harness/join.ts";
import { runChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";
import { heard, told } from "../harness/wire.ts";

Deno.test("a taken name is refused with 433, and another one is taken on the same connection", async () => {
  await using server = await startServer();
  using bob = await IrcTestClient.enter(server, { nickname: "bob" });
  using other = await IrcTestClient.connect(server);
  assertEquals(await told(other, "NICK BOB", "USER bob 0 * :bob"), [
    "local.chat 433 * BOB This nickname is already in use",
  ]);
  await other.send("NICK bobby");
  await other.waitFor("001");
  await other.sync();
  assertEquals(await told(other, "NICK bob"), [
    "local.chat 433 bobby bob This nickname is already in use",
  ]);
  assertEquals(await heard(bob), []);
});

Deno.test("a name is free again when its holder is gone", async () => {
  await using server = await startServer();
  using bob = await IrcTestClient.enter(server, { nickname: "bob" });
  await bob.send("QUIT");
  await bob.closed();
  using next = await IrcTestClient.enter(server, { nickname: "bob" });
  assertEquals(await next.sync(), []);
});

Deno.test("of many who want one name at once exactly one gets it", async () => {
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

Deno.test("`chat join` under a taken name says so and ends with exit code 3", async () => {
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

Deno.test("without --user the name is guest and the local port", async () => {
  await using server = await startServer();
  const { code, stderr } = await runChat(["join", ...server.address]);
  assertEquals(code, 0);
  assertMatch(stderr, /^Connected as guest\d+/);
});
